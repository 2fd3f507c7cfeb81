package io.trailbridge.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.batch.camel.SinkArrival;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import java.time.Duration;
import java.util.function.Predicate;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Counts the events that a step of a route dropped: those that the route completed although they reached no sink and
 * were not parked. When a route has dropped all of its events for a while, for example because of a filter with a
 * misspelled header, it reports a fault. For one route; thread-safe.
 */
public final class DroppedEvents extends RoutePolicySupport {
    /**
     * Minimum number of dropped events for a fault; together with {@link #LONG} it allows for a filter that rightly
     * drops all events for a while.
     */
    static final int MANY = 100;

    static final Duration LONG = Duration.ofMinutes(5);

    private final Predicate<Endpoint> sources;
    private final Counter counter;
    private final Faults faults;
    private final FaultSignal signal;
    /** Number of dropped events since an event last reached a sink. */
    @GuardedBy("this")
    private long dropped;

    @GuardedBy("this")
    private long droppingSince;

    /**
     * @param sources the endpoints that events come from; an event is settled at its source when a route has completed
     *     it
     * @param meters counts {@code trailbridge.dropped{route}}
     */
    public DroppedEvents(String routeId, Predicate<Endpoint> sources, MeterRegistry meters, Faults faults) {
        this.sources = sources;
        this.faults = faults;
        counter = Counter.builder("trailbridge.dropped").tag("route", routeId).register(meters);
        signal = faults.detail("route " + routeId);
    }

    /** Returns whether the endpoint is the Event Hub or a queue. */
    public static boolean isSource(Endpoint endpoint) {
        return endpoint.getEndpointUri().startsWith("azure-eventhubs:") || StalledMessages.isQueue(endpoint);
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        if (beginsIn(route, exchange)) {
            SinkArrival.watch(exchange);
        }
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        if (!beginsIn(route, exchange) || exchange.getException() != null) {
            return;
        }
        if (SinkArrival.hasReached(exchange)) {
            arrived();
        } else {
            counter.increment();
            dropped(route.getRouteId());
        }
    }

    private boolean beginsIn(Route route, Exchange exchange) {
        return exchange.getFromEndpoint() == route.getEndpoint() && sources.test(route.getEndpoint());
    }

    private synchronized void arrived() {
        dropped = 0;
        signal.clear();
    }

    private synchronized void dropped(String routeId) {
        long now = faults.nanos();
        if (dropped == 0) {
            droppingSince = now;
        }
        dropped++;
        if (dropped >= MANY && now - droppingSince >= LONG.toNanos()) {
            signal.raise(
                    FaultCode.ROUTE_DROPS_ALL,
                    "the route has dropped each of its last " + dropped + " events",
                    "check the filters and choices of route " + routeId + ": names of headers, values, and whether a"
                            + " sink follows",
                    droppingSince);
        }
    }

    @Override
    public void onRemove(Route route) {
        signal.close();
    }
}
