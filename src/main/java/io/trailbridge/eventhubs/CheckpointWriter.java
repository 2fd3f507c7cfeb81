package io.trailbridge.eventhubs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.aws.AwsFailures;
import io.trailbridge.batch.BackOff;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.memory.OutOfMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Writes the watermark of one claim as its checkpoint. At most one write is in progress at a time, and at most one
 * begins per interval unless half of the window waits for it. A watermark that moves during a write is written
 * afterwards. A failed write is retried with a back-off, without limit, while the claim lasts. A write without an
 * answer is a fault after 5 s and is given up after a minute. Whatever a store throws counts as a failed write. The
 * failure is dated from the start of the first write that failed.
 *
 * <p>Threads: any. After {@link #end} at most one more write begins. When the timer rejects a task although it is
 * running, the ledger is closed, which ends the claim: the partition is then read again from its checkpoint.
 */
final class CheckpointWriter {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);
    /** Longer than a successful write takes. */
    private static final Duration LATE = Duration.ofSeconds(5);
    /** Longer than Trailbridge's own stores take, their retries included. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final String partition;
    private final PartitionLedger ledger;
    private final Function<Watermark, Mono<Void>> store;
    private final ScheduledExecutorService timer;
    private final Scheduler limits;
    private final BackOff backOff;
    private final long intervalNanos;
    private final long writeNowAt;
    private final Clocks clocks;
    private final FaultSignal signal;
    private final Runnable counted;

    @GuardedBy("this")
    private boolean writing;

    @GuardedBy("this")
    private ScheduledFuture<?> scheduled;

    @GuardedBy("this")
    private ScheduledFuture<?> lateness;

    @GuardedBy("this")
    private Long begun;

    @GuardedBy("this")
    private boolean finishing;

    @GuardedBy("this")
    private boolean ended;

    @GuardedBy("this")
    private boolean lastWriteDue;

    @GuardedBy("this")
    private int failures;

    @GuardedBy("this")
    private Watermark written;

    @GuardedBy("this")
    private Long writtenAt;

    @GuardedBy("this")
    private Long failingSince;

    @GuardedBy("this")
    private Throwable cause;

    /**
     * The last checkpoint that this claim has written, and since when and why writing fails; each may be {@code null}.
     */
    record Status(Watermark written, Instant writtenAt, Instant failingSince, Throwable cause) {}

    /**
     * @param timer  runs short tasks after a delay
     * @param signal reports writes that fail; closed at the end
     */
    CheckpointWriter(
            String partition,
            PartitionLedger ledger,
            Function<Watermark, Mono<Void>> store,
            ScheduledExecutorService timer,
            EventHubsSettings settings,
            Clocks clocks,
            FaultSignal signal,
            Runnable counted) {
        this.partition = partition;
        this.ledger = ledger;
        this.store = store;
        this.timer = timer;
        this.limits = Schedulers.fromExecutorService(timer);
        this.backOff = settings.backOff();
        this.intervalNanos = settings.checkpointInterval().toNanos();
        this.writeNowAt = Math.max(1, settings.maxInFlight() / 2);
        this.clocks = clocks;
        this.signal = signal;
        this.counted = counted;
    }

    /** Called when the watermark has moved. Writes it, or schedules the write when it is too early. */
    synchronized void moved() {
        if (writing || ended || failures > 0) {
            return;
        }
        long wait = begun == null ? 0 : begun + intervalNanos - clocks.now();
        if (finishing || wait <= 0 || unwritten() >= writeNowAt) {
            write();
        } else if (scheduled == null) {
            scheduled = later(this::write, Duration.ofNanos(wait));
        }
    }

    /** Writes the last watermark and waits for it, up to the limit. Returns whether it is written. */
    synchronized boolean finish(Duration limit) throws InterruptedException {
        finishing = true;
        if (!writing) {
            write();
        }
        long deadline = System.nanoTime() + limit.toNanos();
        while (unwritten() > 0 && !ended) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return unwritten() == 0;
    }

    /**
     * Ends writing together with the claim. With {@code lastWrite}, tries once more to write the watermark, without
     * waiting for it.
     */
    synchronized void end(boolean lastWrite) {
        if (ended) {
            return;
        }
        lastWriteDue = lastWrite;
        if (lastWrite && !writing) {
            write();
        }
        ended = true;
        cancel(scheduled);
        cancel(lateness);
        signal.close();
        notifyAll();
    }

    synchronized Status status() {
        return new Status(written, clocks.shown(writtenAt), clocks.shown(failingSince), cause);
    }

    @GuardedBy("this")
    private long unwritten() {
        Watermark watermark = ledger.watermark();
        return watermark == null ? 0 : watermark.ordinal() - (written == null ? 0 : written.ordinal());
    }

    private synchronized void write() {
        cancel(scheduled);
        scheduled = null;
        if (writing || ended && !lastWriteDue || unwritten() == 0) {
            return;
        }
        if (ended) {
            lastWriteDue = false;
        }
        writing = true;
        begun = clocks.now();
        Watermark watermark = ledger.watermark();
        lateness = later(() -> late(watermark), LATE);
        try {
            store.apply(watermark)
                    .timeout(LIMIT, limits)
                    .subscribe(nothing -> {}, failure -> failed(watermark, failure), () -> written(watermark));
        } catch (Throwable e) {
            OutOfMemory.check(e);
            // Reactor throws errors that it considers fatal, such as a class that cannot be loaded.
            failed(watermark, e);
        }
    }

    private synchronized void written(Watermark watermark) {
        answered();
        failures = 0;
        written = watermark;
        writtenAt = clocks.now();
        failingSince = null;
        cause = null;
        signal.clear();
        counted.run();
        ledger.checkpointed(watermark);
        notifyAll();
        continueOrEnd();
    }

    private synchronized void failed(Watermark watermark, Throwable failure) {
        answered();
        failures++;
        if (ended) {
            LOG.warn(
                    "last checkpoint not written partition={} sequence={} cause={}",
                    partition,
                    watermark.sequence(),
                    Causes.text(failure));
            return;
        }
        failing(
                failure instanceof TimeoutException
                        ? new TimeoutException("no answer within " + LIMIT.toSeconds() + " s")
                        : failure);
        Duration delay = backOff.delay(failures);
        LOG.debug(
                "checkpoint not written partition={} sequence={} failures={} retryMs={}",
                partition,
                watermark.sequence(),
                failures,
                delay.toMillis(),
                failure);
        scheduled = later(this::write, delay);
    }

    private synchronized void late(Watermark watermark) {
        if (writing && !ended) {
            LOG.debug("checkpoint not answered partition={} sequence={}", partition, watermark.sequence());
            failing(new TimeoutException("no answer yet after " + LATE.toSeconds() + " s"));
        }
    }

    @GuardedBy("this")
    private void failing(Throwable failure) {
        if (failingSince == null) {
            failingSince = begun;
        }
        cause = failure;
        signal.raise(
                FaultCode.CHECKPOINT_FAILING,
                Causes.text(failure),
                AwsFailures.classify(failure).remedy(),
                failingSince);
    }

    @GuardedBy("this")
    private void answered() {
        writing = false;
        cancel(lateness);
    }

    @GuardedBy("this")
    private void continueOrEnd() {
        if (ended) {
            write();
        } else if (unwritten() > 0) {
            moved();
        }
    }

    private ScheduledFuture<?> later(Runnable task, Duration delay) {
        try {
            return timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            if (!ConsumerThreads.stopped(timer, e, "checkpoint of partition " + partition)) {
                ledger.close();
            }
            return null;
        }
    }

    private static void cancel(ScheduledFuture<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }
}
