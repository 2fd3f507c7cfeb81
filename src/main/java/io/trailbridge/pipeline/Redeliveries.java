package io.trailbridge.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
 * The threads that retry failed steps, so that no thread of a source or a sink sleeps meanwhile. It accepts every
 * waiting exchange and drops none. While the intended maximum of exchanges waits, a source that begins another one
 * waits too: that is the back-pressure during an outage of a step.
 *
 * <p>A policy of each route; thread-safe. Exchanges that wait when it is closed are not retried: they stay unsettled at
 * their source.
 */
final class Redeliveries extends RoutePolicySupport implements AutoCloseable {
    private static final int THREADS = 8;
    /** The id of the original exchange from its source. Its copies (multicast, split) have it too. */
    private static final String WHOLE = "TrailbridgeWholeExchange";

    private static final long LOOK_AGAIN_MILLIS = 1000;

    private final int most;
    private final Predicate<Endpoint> sources;
    private final Faults faults;
    /** The exchanges with a step to be retried, by route. */
    @GuardedBy("this")
    private final Map<String, Failing> failing = new HashMap<>();

    private final ScheduledThreadPoolExecutor executor =
            new ScheduledThreadPoolExecutor(THREADS, Workers.named("redelivery-")) {
                @Override
                protected void beforeExecute(Thread thread, Runnable task) {
                    synchronized (Redeliveries.this) {
                        Redeliveries.this.notifyAll();
                    }
                }
            };

    private record Failing(FaultSignal signal, Set<String> exchanges) {}

    /**
     * @param most number of waiting exchanges from which on sources wait
     * @param sources the endpoints that can wait
     * @param faults receives the routes whose steps fail
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

    /** Records that a step of the exchange has failed and is to be retried. */
    synchronized void failed(Exchange exchange) {
        String routeId = exchange.getFromRouteId();
        Failing route = failing.computeIfAbsent(
                routeId, id -> new Failing(faults.detail("a step of route " + id), new HashSet<>()));
        route.exchanges.add(exchange.getProperty(WHOLE, exchange.getExchangeId(), String.class));
        CallFailure failure = AwsFailures.classify(FailureHandling.failure(exchange));
        route.signal.raise(
                failure.fault(),
                failure.code() + ": " + failure.message() + "; events blocked: " + route.exchanges.size(),
                failure.remedy());
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
            // Its source is stopping: the following steps detect this themselves.
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitPlace(Exchange exchange) throws InterruptedException {
        while (waiting() >= most
                && !executor.isShutdown()
                && !exchange.getContext().isStopping()) {
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
