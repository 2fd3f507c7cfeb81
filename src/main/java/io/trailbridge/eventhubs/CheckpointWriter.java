package io.trailbridge.eventhubs;

import io.trailbridge.batch.BackOff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Writes the watermark of one claim as its checkpoint: at most one write at a time, at most one in the interval unless
 * half of the window waits for it, again when the watermark moved meanwhile, and without end with a back-off while it
 * fails and the claim lasts.
 *
 * <p>Threads: any. After {@link #end} at most one more write begins.
 */
final class CheckpointWriter {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

    private final String partition;
    private final PartitionLedger ledger;
    private final Function<Watermark, Mono<Void>> store;
    private final ScheduledExecutorService timer;
    private final BackOff backOff;
    private final Duration interval;
    private final long hurry;
    private final Clock clock;
    private final Runnable counted;

    private boolean writing;
    private ScheduledFuture<?> scheduled;
    private Instant begun = Instant.MIN;
    private boolean finishing;
    private boolean ended;
    private boolean lastWriteDue;
    private int failures;
    private Status status = new Status(null, null, null, null);

    /** The last checkpoint written by this claim, and since when and why writing fails; each may be {@code null}. */
    record Status(Watermark written, Instant writtenAt, Instant failingSince, Throwable cause) {
    }

    CheckpointWriter(String partition, PartitionLedger ledger, Function<Watermark, Mono<Void>> store,
        ScheduledExecutorService timer, EventHubsSettings settings, Clock clock, Runnable counted) {
        this.partition = partition;
        this.ledger = ledger;
        this.store = store;
        this.timer = timer;
        this.backOff = settings.backOff();
        this.interval = settings.checkpointInterval();
        this.hurry = Math.max(1, settings.maxInFlight() / 2);
        this.clock = clock;
        this.counted = counted;
    }

    /** The watermark has moved. */
    synchronized void moved() {
        if (writing || ended || failures > 0) {
            return;
        }
        Duration wait = Duration.between(clock.instant(), begun.equals(Instant.MIN) ? begun : begun.plus(interval));
        if (finishing || wait.isNegative() || wait.isZero() || unwritten() >= hurry) {
            write();
        } else if (scheduled == null) {
            schedule(wait);
        }
    }

    /** Writes the last watermark and waits for it. Returns whether it is written. */
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

    /** The claim has ended. {@code lastWrite} tries once more to write the watermark, without waiting for it. */
    synchronized void end(boolean lastWrite) {
        if (ended) {
            return;
        }
        lastWriteDue = lastWrite;
        if (lastWrite && !writing) {
            write();
        }
        ended = true;
        cancelSchedule();
        notifyAll();
    }

    synchronized Status status() {
        return status;
    }

    private long unwritten() {
        Watermark watermark = ledger.watermark();
        long written = status.written() == null ? 0 : status.written().ordinal();
        return watermark == null ? 0 : watermark.ordinal() - written;
    }

    private synchronized void write() {
        cancelSchedule();
        if (writing || ended && !lastWriteDue || unwritten() == 0) {
            return;
        }
        if (ended) {
            lastWriteDue = false;
        }
        writing = true;
        begun = clock.instant();
        Watermark watermark = ledger.watermark();
        store.apply(watermark).subscribe(nothing -> { }, failure -> failed(watermark, failure),
            () -> written(watermark));
    }

    private synchronized void written(Watermark watermark) {
        writing = false;
        if (failures > 0) {
            LOG.info("checkpoint writable again partition={} sequence={} failures={}", partition, watermark.sequence(),
                failures);
        }
        failures = 0;
        status = new Status(watermark, clock.instant(), null, null);
        counted.run();
        ledger.checkpointed(watermark);
        notifyAll();
        continueOrEnd();
    }

    private synchronized void failed(Watermark watermark, Throwable failure) {
        writing = false;
        failures++;
        status = new Status(status.written(), status.writtenAt(),
            status.failingSince() == null ? clock.instant() : status.failingSince(), failure);
        Duration delay = backOff.delay(failures);
        LOG.warn("checkpoint not written partition={} sequence={} failures={} retryMs={} cause={}", partition,
            watermark.sequence(), failures, ended ? -1 : delay.toMillis(), Causes.text(failure));
        if (!ended) {
            schedule(delay);
        }
    }

    private void continueOrEnd() {
        if (ended) {
            write();
        } else if (unwritten() > 0) {
            moved();
        }
    }

    private void schedule(Duration delay) {
        try {
            scheduled = timer.schedule(this::write, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("checkpoint not scheduled, the consumer has stopped partition={}", partition, e);
        }
    }

    private void cancelSchedule() {
        if (scheduled != null) {
            scheduled.cancel(false);
            scheduled = null;
        }
    }
}
