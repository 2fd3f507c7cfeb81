package io.trailbridge.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import io.trailbridge.fault.Workers;
import io.trailbridge.memory.OutOfMemory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.spi.InflightRepository;
import org.apache.camel.spi.InflightRepository.InflightExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports, for each route that receives messages from a queue, whether one of them has been in progress for too long
 * and in which step it is, whatever the cause: an outage of a sink, a step that never ends. It uses Camel's own
 * registry of exchanges in flight.
 *
 * <p>Uses one thread, which checks ten times within the limit and at least every 10 s; {@link #close()} ends it.
 */
public final class StalledMessages implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StalledMessages.class);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(10);
    private static final int LOOKS = 10;

    private final CamelContext context;
    private final InflightRepository underWay;
    private final Predicate<Endpoint> queues;
    private final Duration limit;
    private final Faults faults;

    @GuardedBy("this")
    private final Map<String, FaultSignal> byRoute = new HashMap<>();

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Workers.named("stalled-messages-"));

    /**
     * To be created before the context starts.
     *
     * @param queues the endpoints whose routes are checked
     * @param limit how long a message may be in progress
     */
    public StalledMessages(CamelContext context, Predicate<Endpoint> queues, Duration limit, Faults faults) {
        this.context = context;
        this.queues = queues;
        this.limit = limit;
        this.faults = faults;
        underWay = context.getInflightRepository();
        underWay.setInflightBrowseEnabled(true);
    }

    /** Returns whether the endpoint is a queue of a sink, or of notices. */
    public static boolean isQueue(Endpoint endpoint) {
        return endpoint.getEndpointUri().startsWith("aws2-sqs:");
    }

    /** Starts the checks. */
    public void start() {
        long interval = Math.min(limit.toMillis() / LOOKS + 1, LONGEST_INTERVAL.toMillis());
        timer.scheduleWithFixedDelay(this::guarded, interval, interval, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        synchronized (this) {
            byRoute.values().forEach(FaultSignal::close);
            byRoute.clear();
        }
    }

    synchronized void look() {
        byRoute.entrySet().removeIf(route -> {
            boolean gone = context.getRoute(route.getKey()) == null;
            if (gone) {
                route.getValue().close();
            }
            return gone;
        });
        for (Route route : context.getRoutes()) {
            if (queues.test(route.getEndpoint()) && !timer.isShutdown()) {
                look(route.getRouteId());
            }
        }
    }

    @GuardedBy("this")
    private void look(String routeId) {
        InflightExchange oldest = underWay.oldest(routeId);
        FaultSignal signal =
                byRoute.computeIfAbsent(routeId, id -> faults.signal("messages of route " + id, Duration.ZERO));
        if (oldest == null || oldest.getDuration() <= limit.toMillis()) {
            signal.clear();
            return;
        }
        String step = oldest.getNodeId() == null
                ? "before its first step"
                : "in step " + oldest.getNodeId() + " of route " + oldest.getAtRouteId();
        signal.raise(
                FaultCode.MESSAGE_STALLED,
                "a message has been in flight for " + oldest.getDuration() / 1000
                        + " s, now " + step + " for " + oldest.getElapsed() / 1000 + " s; messages in flight: "
                        + underWay.size(routeId),
                "correct what the other faults name; if there is none, the step itself does not end: correct it,"
                        + " and restart",
                faults.nanos() - Duration.ofMillis(oldest.getDuration()).toNanos());
    }

    private void guarded() {
        try {
            look();
        } catch (RuntimeException | Error failed) {
            OutOfMemory.check(failed);
            LOG.warn("messages in flight could not be checked", failed);
        }
    }
}
