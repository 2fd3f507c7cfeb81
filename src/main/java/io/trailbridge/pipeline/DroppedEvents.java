package io.trailbridge.pipeline;

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
 * Counts the events that a step of a route dropped: those that it is done with although they came to no sink and were
 * not parked. Where a route has dropped all of its events for a while, as a filter does whose header is misspelt, it
 * says so. For one route; any threads may call.
 */
public final class DroppedEvents extends RoutePolicySupport {
    /** By fewer or sooner, a filter may drop all that there is as it should. */
    static final int MANY = 100;
    static final Duration LONG = Duration.ofMinutes(5);

    private final Predicate<Endpoint> sources;
    private final Counter counter;
    private final Faults faults;
    private final FaultSignal signal;
    /** Since an event came to a sink. */
    private long dropped;
    private long droppingSince;

    /**
     * @param sources the endpoints that events come from, to be settled when a route is done with them
     * @param meters counts {@code trailbridge.dropped{route}}
     */
    public DroppedEvents(String routeId, Predicate<Endpoint> sources, MeterRegistry meters, Faults faults) {
        this.sources = sources;
        this.faults = faults;
        counter = Counter.builder("trailbridge.dropped").tag("route", routeId).register(meters);
        signal = faults.detail("route " + routeId);
    }

    /** The Event Hub and the queues. */
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
            signal.raise(FaultCode.ROUTE_DROPS_ALL, "the route has dropped each of its last " + dropped + " events",
                    "check the filters and choices of route " + routeId + ": names of headers, values, and whether a"
                            + " sink follows", droppingSince);
        }
    }

    @Override
    public void onRemove(Route route) {
        signal.close();
    }
}
