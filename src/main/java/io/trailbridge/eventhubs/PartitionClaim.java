package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.models.EventBatchContext;
import com.azure.messaging.eventhubs.models.PartitionContext;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.batch.BackOff;
import io.trailbridge.memory.InFlightBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One claim of one partition, from its initialization by the SDK to its loss or release. It gives each event to the
 * route, keeps failed events and gives them to the route again, and notifies its {@link CheckpointWriter} when the
 * watermark moves.
 *
 * <p>Threads: the SDK's receiving thread calls {@link #receive} and is blocked while the window is full or there is no
 * room in memory. Results arrive on any thread; retries run on their own pool. {@link #stopDispatching} ends retries
 * permanently. {@link #close} ends the claim: later results of its exchanges are ignored.
 */
final class PartitionClaim {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionClaim.class);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private enum State {
        RUNNING,
        PAUSED,
        HELD,
        STOPPING
    }

    private record Waiting(EventData event, int attempt) {}

    private final PartitionContext context;
    private final PartitionLedger ledger;
    private final CheckpointWriter writer;
    private final EventDispatcher route;
    private final ScheduledExecutorService retries;
    private final BackOff backOff;
    private final LongSupplier nanoTime;
    private final PartitionMeters meters;
    /** The memory of the events that are dispatched and not settled. */
    private final InFlightBytes.Account memory;

    @GuardedBy("this")
    private State state = State.RUNNING;

    @GuardedBy("this")
    private int running;

    @GuardedBy("this")
    private final List<Waiting> waiting = new ArrayList<>();

    @GuardedBy("this")
    private long lastWarning;

    @GuardedBy("this")
    private int unwarned;

    private volatile long lastEnqueuedSequence = -1;

    PartitionClaim(
            PartitionContext context,
            PartitionLedger ledger,
            CheckpointWriter writer,
            EventDispatcher route,
            ScheduledExecutorService retries,
            BackOff backOff,
            LongSupplier nanoTime,
            PartitionMeters meters,
            InFlightBytes.Account memory) {
        this.context = context;
        this.ledger = ledger;
        this.writer = writer;
        this.route = route;
        this.retries = retries;
        this.backOff = backOff;
        this.nanoTime = nanoTime;
        this.lastWarning = nanoTime.getAsLong() - QUIET_NANOS;
        this.meters = meters;
        this.memory = memory;
    }

    /** Returns whether this claim belongs to that partition processor: the SDK gives each its own context object. */
    boolean isOf(PartitionContext other) {
        return context == other;
    }

    String partition() {
        return context.getPartitionId();
    }

    PartitionLedger ledger() {
        return ledger;
    }

    CheckpointWriter writer() {
        return writer;
    }

    PartitionMeters meters() {
        return meters;
    }

    /** Returns the last sequence number in the partition as reported with the events, or -1. */
    long lastEnqueuedSequence() {
        return lastEnqueuedSequence;
    }

    /**
     * Gives a batch to the route.
     *
     * @throws IllegalStateException when the claim has ended by itself: the SDK then gives up the partition's reader,
     *                               and a new claim continues from the checkpoint
     */
    void receive(EventBatchContext batch) {
        if (ledger.isClosed()) {
            throw new IllegalStateException("the claim of partition " + partition() + " has ended by a fault, the"
                    + " partition will be read again from its checkpoint");
        }
        var last = batch.getLastEnqueuedEventProperties();
        if (last != null && last.getSequenceNumber() != null) {
            lastEnqueuedSequence = last.getSequenceNumber();
        }
        try {
            for (EventData event : batch.getEvents()) {
                long bytes = ExchangeDispatcher.bytes(event);
                if (!memory.await(bytes)) {
                    return;
                }
                switch (ledger.open(event.getSequenceNumber(), event.getOffsetString(), event.getEnqueuedTime())) {
                    case OPENED:
                        meters.received.increment();
                        dispatch(event, 1);
                        break;
                    case REPEATED:
                        memory.release(bytes);
                        LOG.debug("event repeated partition={} sequence={}", partition(), event.getSequenceNumber());
                        break;
                    default:
                        return;
                }
            }
        } catch (InterruptedException e) {
            // Without the rest of the batch no later event may be opened: the watermark would skip a gap.
            LOG.warn("receiving interrupted, the claim ends partition={}", partition());
            close(true);
            Thread.currentThread().interrupt();
        }
    }

    private void dispatch(EventData event, int attempt) {
        synchronized (this) {
            if (state == State.STOPPING) {
                // The event was opened just before the stop. It must not enter the route after the stop has counted
                // what is there.
                return;
            }
            running++;
        }
        route.process(partition(), event, attempt, failure -> ended(event, attempt, failure));
    }

    private void ended(EventData event, int attempt, Throwable failure) {
        try {
            if (failure == null) {
                meters.processed.increment();
                memory.release(ExchangeDispatcher.bytes(event));
                memory.notifyWaiting();
                if (ledger.settle(event.getSequenceNumber())) {
                    writer.moved();
                }
            } else {
                failed(event, attempt, failure);
            }
        } finally {
            synchronized (this) {
                running--;
                notifyAll();
            }
        }
    }

    private void failed(EventData event, int attempt, Throwable failure) {
        long sequence = event.getSequenceNumber();
        synchronized (this) {
            if (state == State.STOPPING || ledger.isClosed()) {
                LOG.debug(
                        "event left unsettled partition={} sequence={} cause={}",
                        partition(),
                        sequence,
                        Causes.text(failure));
                return;
            }
            if (state == State.PAUSED) {
                LOG.debug(
                        "event waits for the route partition={} sequence={} cause={}",
                        partition(),
                        sequence,
                        Causes.text(failure));
                waiting.add(new Waiting(event, attempt + 1));
                return;
            }
        }
        Duration delay = backOff.delay(attempt);
        warn(sequence, attempt, delay, failure);
        meters.retried.increment();
        retryLater(new Waiting(event, attempt + 1), delay);
    }

    /**
     * Schedules a retry. An event that cannot be retried would stay unsettled: the claim ends, and the partition is
     * read again.
     */
    private void retryLater(Waiting one, Duration delay) {
        if (ledger.isClosed()) {
            return;
        }
        try {
            retries.schedule(() -> retry(one.event(), one.attempt()), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            if (!ConsumerThreads.stopped(
                    retries, e, "retry of event " + one.event().getSequenceNumber() + " of partition " + partition())) {
                close(true);
            }
        }
    }

    private void retry(EventData event, int attempt) {
        synchronized (this) {
            if (state == State.STOPPING || ledger.isClosed()) {
                return;
            }
            if (state == State.PAUSED) {
                waiting.add(new Waiting(event, attempt));
                return;
            }
        }
        dispatch(event, attempt);
    }

    /**
     * Logs one line per second and partition at most, so that a route that refuses everything does not flood the log.
     */
    private void warn(long sequence, int attempt, Duration delay, Throwable failure) {
        int hidden;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (now - lastWarning < QUIET_NANOS) {
                unwarned++;
                hidden = -1;
            } else {
                lastWarning = now;
                hidden = unwarned;
                unwarned = 0;
            }
        }
        if (hidden >= 0) {
            LOG.warn(
                    "event failed, will be retried partition={} sequence={} attempt={} retryMs={}"
                            + " othersUnlogged={} cause={}",
                    partition(),
                    sequence,
                    attempt,
                    delay.toMillis(),
                    hidden,
                    Causes.text(failure));
        }
        LOG.debug("event failed partition={} sequence={} attempt={}", partition(), sequence, attempt, failure);
    }

    /** Stops new events and retries until {@link #resume}; exchanges in the route continue. */
    synchronized void pause() {
        if (state == State.RUNNING) {
            state = State.PAUSED;
            ledger.pause();
        }
    }

    /**
     * Accepts no event until {@link #close}. The partition stays owned, so that no other instance reads it, and makes
     * no progress.
     */
    synchronized void hold() {
        state = State.HELD;
        ledger.pause();
    }

    void resume() {
        List<Waiting> due;
        synchronized (this) {
            if (state != State.PAUSED) {
                return;
            }
            state = State.RUNNING;
            due = List.copyOf(waiting);
            waiting.clear();
        }
        ledger.resume();
        due.forEach(one -> retryLater(one, Duration.ZERO));
    }

    /** Stops new events and retries permanently. The receiving thread is blocked until {@link #close}. */
    synchronized void stopDispatching() {
        state = State.STOPPING;
        ledger.pause();
    }

    /** Waits for the exchanges in the route. Returns how many are still in it. */
    synchronized int awaitExchanges(long deadlineNanos) throws InterruptedException {
        while (running > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return running;
    }

    /**
     * Ends the claim and releases the receiving thread. {@code lastWrite} means that the partition may still be ours,
     * so that it is worth writing the watermark once more.
     */
    void close(boolean lastWrite) {
        synchronized (this) {
            state = State.STOPPING;
            waiting.clear();
        }
        ledger.close();
        memory.close();
        writer.end(lastWrite);
        meters.hide();
    }
}
