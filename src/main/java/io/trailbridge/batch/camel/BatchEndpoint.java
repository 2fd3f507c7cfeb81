package io.trailbridge.batch.camel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.batch.BatchLimits;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.batch.Batcher;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;

/**
 * The options that all sinks share, and the batchers that all producers of one endpoint share: the first producer that
 * starts also starts the batchers, and the last producer that stops also stops them.
 *
 * @param <E> the type of the entries in a call
 */
public abstract class BatchEndpoint<E> extends DefaultEndpoint {
    private static final int IN_FLIGHT = 2000;
    private static final int MAX_IN_FLIGHT = 100_000;
    private static final int MAX_CONCURRENT_CALLS = 50;
    private static final long LONGEST_LINGER = 60_000;

    /** The maximum number of entries in a call. 0 is the service's own limit; a greater value is refused. */
    @UriParam(defaultValue = "0")
    private int maxEntries;

    /**
     * The maximum number of bytes in a call, counted as the service counts them. 0 is the service's own limit; a
     * greater value is refused.
     */
    @UriParam(defaultValue = "0")
    private int maxBytes;

    /** How long an entry waits for its batch to fill, in milliseconds. 0 sends each entry immediately. */
    @UriParam(defaultValue = "50", javaType = "java.time.Duration")
    private long linger = 50;

    /**
     * The maximum number of entries held at once: waiting, in a call, or to be retried. A route that sends more is
     * blocked until an entry is settled. At least maxEntries, at most 100000. 0 is 2000, or the number of entries that
     * the service accepts in a call if that is greater.
     */
    @UriParam(defaultValue = "0")
    private int maxInFlight;

    /** The maximum number of concurrent calls, each on its own thread, created when needed. At most 50. */
    @UriParam(defaultValue = "8")
    private int maxConcurrentCalls = 8;

    /**
     * How long a stop waits for entries that are still held, in milliseconds; then they fail as not delivered. Camel
     * stops a producer only after it has waited for the route's exchanges, so entries are rarely left.
     */
    @UriParam(label = "advanced", defaultValue = "5000", javaType = "java.time.Duration")
    private long stopGrace = 5000;

    @GuardedBy("this")
    private int users;

    @GuardedBy("this")
    private List<Batcher<E>> batchers;

    protected BatchEndpoint(String uri, BatchComponent component) {
        super(uri, component);
    }

    /** Returns the name of the service's call, for messages. */
    protected abstract String serviceCall();

    /** Returns the number of entries that the service accepts in one call. */
    protected abstract int serviceMaxEntries();

    /** Returns the number of bytes that the service accepts in one call. */
    protected abstract int serviceMaxBytes();

    /** Returns the maximum time in milliseconds that an entry may wait for its batch to fill. */
    protected long longestLinger() {
        return LONGEST_LINGER;
    }

    /**
     * Creates the batchers; each entry of an exchange goes to all of them.
     *
     * @param limits the options, checked
     * @throws Exception when one of them cannot be created; those created before have been stopped
     */
    protected abstract List<Batcher<E>> createBatchers(BatchLimits limits, BatchMeters meters) throws Exception;

    /** Called when the batchers have stopped, or could not be created. */
    protected void afterStop() {}

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        limits();
    }

    private BatchLimits limits() {
        int entries = withinService("maxEntries", maxEntries, serviceMaxEntries());
        int bytes = withinService("maxBytes", maxBytes, serviceMaxBytes());
        within("linger", linger, 0, longestLinger(), "an entry must not wait longer for its batch to fill");
        int held = maxInFlight == 0 ? Math.max(IN_FLIGHT, serviceMaxEntries()) : maxInFlight;
        within(
                "maxInFlight",
                held,
                entries,
                MAX_IN_FLIGHT,
                "fewer than maxEntries never fill a call, and what" + " is held is held in memory");
        within(
                "maxConcurrentCalls",
                maxConcurrentCalls,
                1,
                MAX_CONCURRENT_CALLS,
                "each is a thread and one of the" + " 50 connections that an AWS client has by default");
        within("stopGrace", stopGrace, 0, Integer.MAX_VALUE, "it is a time in milliseconds");
        return new BatchLimits(entries, bytes, Duration.ofMillis(linger), held, maxConcurrentCalls);
    }

    private int withinService(String option, int value, int limit) {
        if (value == 0) {
            return limit;
        }
        within(option, value, 1, limit, serviceCall() + " accepts no more in one call");
        return value;
    }

    private void within(String option, long value, long least, long most, String reason) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("option " + option + "=" + value + " of endpoint " + getEndpointUri()
                    + " must be from " + least + " to " + most + ": " + reason);
        }
    }

    final synchronized List<Batcher<E>> acquire() throws Exception {
        if (users == 0) {
            BatchComponent component = (BatchComponent) getComponent();
            try {
                batchers = createBatchers(limits().within(component.memory()), component.meters());
            } catch (Exception failed) {
                afterStop();
                throw failed;
            }
            component.started(batchers);
        }
        users++;
        return batchers;
    }

    final synchronized void release() {
        users--;
        if (users == 0) {
            // All batchers begin to stop at once and share the grace period: one sink that is down must not use up
            // another's.
            batchers.forEach(Batcher::beginStop);
            long deadline = System.nanoTime() + Duration.ofMillis(stopGrace).toNanos();
            batchers.forEach(batcher -> batcher.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
            ((BatchComponent) getComponent()).stopped(batchers);
            afterStop();
        }
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("endpoint " + getEndpointUri() + " can only be sent to");
    }

    public int getMaxEntries() {
        return maxEntries;
    }

    public void setMaxEntries(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    public int getMaxBytes() {
        return maxBytes;
    }

    public void setMaxBytes(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    public long getLinger() {
        return linger;
    }

    public void setLinger(long linger) {
        this.linger = linger;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public int getMaxConcurrentCalls() {
        return maxConcurrentCalls;
    }

    public void setMaxConcurrentCalls(int maxConcurrentCalls) {
        this.maxConcurrentCalls = maxConcurrentCalls;
    }

    public long getStopGrace() {
        return stopGrace;
    }

    public void setStopGrace(long stopGrace) {
        this.stopGrace = stopGrace;
    }
}
