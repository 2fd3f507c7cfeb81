package io.trailbridge.pipeline;

import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import io.trailbridge.fault.Workers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * The threads that try failed steps again, so that no thread of a source or a sink sleeps meanwhile. It takes whatever
 * waits and drops nothing; instead, while as many exchanges wait as it is meant to hold, a source that begins another
 * waits too: that is the back-pressure in an outage of a step.
 *
 * <p>A policy of each route, for use by any threads. What waits when it is closed is not tried again: it stays
 * unsettled at its source.
 */
final class Redeliveries extends RoutePolicySupport implements AutoCloseable {
    private static final int THREADS = 8;
    /** The id of the exchange as its source made it. Its copies (multicast, split) have it too. */
    private static final String WHOLE = "TrailbridgeWholeExchange";
    private static final long LOOK_AGAIN_MILLIS = 1000;

    private final int most;
    private final Predicate<Endpoint> sources;
    private final Faults faults;
    /** By route, the exchanges of which a step is tried again. Guarded by this. */
    private final Map<String, Failing> failing = new HashMap<>();
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS, Workers.named("redelivery-")) {
        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            synchronized (Redeliveries.this) {
                Redeliveries.this.notifyAll();
            }
        }
    };

    private record Failing(FaultSignal signal, Set<String> exchanges) {}

    /**
     * @param most exchanges that wait, beyond which sources wait
     * @param sources the endpoints that can wait
     * @param faults told which route's steps fail
     */
    Redeliveries(int most, Predicate<Endpoint> sources, Faults faults) {
        this.faults = faults;
        this.most = most;
        this.sources = sources;
        executor.setKeepAliveTime(30, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    ScheduledExecutorService executor() {
        return executor;
    }

    int waiting() {
        return executor.getQueue().size();
    }

    /** A step of the exchange has failed and is to be tried again. */
    synchronized void failed(Exchange exchange) {
        String routeId = exchange.getFromRouteId();
        Failing route = failing.computeIfAbsent(routeId,
                id -> new Failing(faults.detail("a step of route " + id), new HashSet<>()));
        route.exchanges.add(exchange.getProperty(WHOLE, exchange.getExchangeId(), String.class));
        CallFailure failure = AwsFailures.classify(FailureHandling.failure(exchange));
        route.signal.raise(failure.fault(), failure.code() + ": " + failure.message() + "; events held up: "
                + route.exchanges.size(), failure.remedy());
    }

    @Override
    public synchronized void onExchangeDone(Route route, Exchange exchange) {
        Failing known = failing.get(route.getRouteId());
        if (known != null && known.exchanges.remove(exchange.getExchangeId()) && known.exchanges.isEmpty()) {
            known.signal.clear();
        }
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        if (exchange.getProperty(WHOLE) == null) {
            exchange.setProperty(WHOLE, exchange.getExchangeId());
        }
        if (exchange.getFromEndpoint() != route.getEndpoint() || !sources.test(route.getEndpoint())) {
            return;
        }
        try {
            awaitPlace(exchange);
        } catch (InterruptedException e) {
            // Its source stops: what follows finds that out by itself.
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitPlace(Exchange exchange) throws InterruptedException {
        while (waiting() >= most && !executor.isShutdown() && !exchange.getContext().isStopping()) {
            wait(LOOK_AGAIN_MILLIS);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        synchronized (this) {
            failing.values().forEach(route -> route.signal.close());
            notifyAll();
        }
    }
}
