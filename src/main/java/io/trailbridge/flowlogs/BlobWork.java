package io.trailbridge.flowlogs;

import io.trailbridge.aws.CallFailure;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.StoppedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notices of one blob. They are read one after the other, those that have come together in one reading, and what
 * passes is tried again without end; meanwhile they hold no thread. Thread-safe.
 */
final class BlobWork {
    private static final Logger LOG = LoggerFactory.getLogger(BlobWork.class);
    private static final Duration WARN_EVERY = Duration.ofSeconds(30);
    /** Within these the holder of a lease may well be done. */
    private static final Duration LEASE_POLL = Duration.ofSeconds(2);
    private static final Duration CHANGED_POLL = Duration.ofMillis(500);

    /** Azure writes once a minute: more is no coincidence. */
    private static final int MAX_CHANGES = 5;

    private record Waiting(BlobNotice notice, NoticeResult result) {}

    private final Reading shared;
    private final BlobReference blob;
    private final Runnable settledOne;
    private final Runnable idle;

    /** Guarded by this, as all that follows. */
    private List<Waiting> waiting = new ArrayList<>();
    private boolean busy;
    private Future<?> delayed;
    private BlobReading current;
    private List<Waiting> held = List.of();
    private boolean abandoned;
    /** Readings in a row that ended because the blob was written or leased by another. */
    private int changes;
    private int failures;
    private Instant failingSince;
    private Instant lastWarning = Instant.MIN;
    private CallFailure lastFailure;

    /**
     * @param settledOne called for each notice that is done with
     * @param idle called when there is none left
     */
    BlobWork(Reading shared, BlobReference blob, Runnable settledOne, Runnable idle) {
        this.shared = shared;
        this.blob = blob;
        this.settledOne = settledOne;
        this.idle = idle;
    }

    synchronized void add(BlobNotice notice, NoticeResult result) {
        waiting.add(new Waiting(notice, result));
        if (!busy) {
            busy = true;
            shared.threads().read(this::run);
        }
    }

    /** What waits is done with at once, and a reading under way ends early. */
    synchronized void stop() {
        if (current != null) {
            current.stop();
        }
        if (delayed != null && delayed.cancel(false)) {
            delayed = null;
            shared.threads().end(this::run);
        }
    }

    /** No thread reads any more: what is still held fails as not delivered. */
    void abandon() {
        List<Waiting> left = new ArrayList<>();
        synchronized (this) {
            abandoned = true;
            left.addAll(held);
            left.addAll(waiting);
            held = List.of();
            waiting = new ArrayList<>();
        }
        left.forEach(one -> settle(one, new StoppedException(BlobNotice.TARGET), "stopped"));
    }

    synchronized boolean isIdle() {
        return !busy && waiting.isEmpty();
    }

    synchronized Instant failingSince() {
        return failingSince;
    }

    synchronized String lastFailure() {
        return lastFailure == null ? null : lastFailure.summary();
    }

    BlobReference blob() {
        return blob;
    }

    private void run() {
        List<Waiting> taken;
        synchronized (this) {
            delayed = null;
            taken = waiting;
            waiting = new ArrayList<>();
        }
        try {
            if (shared.stopping().getAsBoolean()) {
                ended(taken, new StoppedException(BlobNotice.TARGET));
                return;
            }
            BlobProgress known = shared.table().read(blob);
            List<Waiting> news = taken.stream().filter(one -> !known.covers(one.notice())).toList();
            taken.stream().filter(one -> known.covers(one.notice())).forEach(one -> settle(one, null, "covered"));
            taken = news;
            if (taken.isEmpty()) {
                next();
            } else {
                read(taken);
            }
        } catch (RuntimeException failed) {
            ended(taken, failed);
        }
    }

    private void read(List<Waiting> taken) {
        String owner = UUID.randomUUID().toString();
        ProgressTable.Claim claim = shared.table().claim(blob, owner, shared.settings().lease());
        if (claim.progress() == null) {
            Duration left = Duration.between(shared.clock().instant(), claim.until());
            again(taken, left.compareTo(LEASE_POLL) > 0 ? LEASE_POLL : left.isNegative() ? Duration.ZERO : left);
            return;
        }
        String sequencer = taken.stream().map(one -> one.notice().sequencer()).filter(Objects::nonNull)
                .max(Comparator.naturalOrder()).orElse(null);
        BlobReading reading = new BlobReading(shared, blob, owner, claim.progress(), sequencer,
                failure -> ended(taken, failure));
        synchronized (this) {
            current = reading;
            held = taken;
        }
        reading.run();
    }

    private void ended(List<Waiting> taken, Exception failure) {
        synchronized (this) {
            if (abandoned) {
                return;
            }
            current = null;
            held = List.of();
        }
        if (failure == null) {
            recovered();
            taken.forEach(one -> settle(one, null, "read"));
            next();
            return;
        }
        boolean stopped = shared.stopping().getAsBoolean();
        boolean changed = failure instanceof BlobChangedException || failure instanceof LeaseLostException;
        if (!stopped && changed && isCoincidence()) {
            again(taken, CHANGED_POLL);
            return;
        }
        CallFailure meaning = changed
                ? new CallFailure(CallFailure.Kind.FAILED, "BlobChanged", failure.getMessage(), null)
                : StorageFailures.classify(failure);
        if (stopped) {
            fail(taken, failure instanceof StoppedException ? failure : new StoppedException(BlobNotice.TARGET));
        } else if (meaning == null) {
            fail(taken, failure);
        } else if (meaning.kind() == CallFailure.Kind.REFUSED) {
            fail(taken, new RejectedException(meaning.code(), "the blob " + blob.name() + " cannot be read: "
                    + meaning.message() + remedy(meaning), BlobNotice.TARGET));
        } else {
            passing(taken, failure, meaning);
        }
    }

    private static String remedy(CallFailure meaning) {
        return meaning.code().equals("BlobNotFound")
                ? "; it was deleted before it was read: keep flow logs longer than messages wait in the queue" : "";
    }

    private void fail(List<Waiting> taken, Exception failure) {
        recovered();
        taken.forEach(one -> settle(one, failure, failure instanceof StoppedException ? "stopped" : "failed"));
        next();
    }

    private void passing(List<Waiting> taken, Exception failure, CallFailure meaning) {
        if (StorageFailures.hasStatus(failure, 401, 403)) {
            refreshCredentials();
        }
        Instant now = shared.clock().instant();
        Duration delay;
        synchronized (this) {
            failures++;
            failingSince = failingSince == null ? now : failingSince;
            lastFailure = meaning;
            delay = shared.settings().backOff().delay(failures);
            if (!lastWarning.plus(WARN_EVERY).isAfter(now)) {
                lastWarning = now;
                LOG.warn("at={} blob={} failingSince={} code={} cause=\"{}\" remedy=\"{}\" next=\"trying again until it"
                        + " passes\"", FlowLogMeters.NAME, blob.name(), failingSince, meaning.code(), meaning.message(),
                        meaning.remedy() == null ? "none needed if it passes by itself" : meaning.remedy());
            }
        }
        shared.meters().retry();
        again(taken, delay);
    }

    private void refreshCredentials() {
        try {
            shared.access().refused();
        } catch (RuntimeException failed) {
            LOG.warn("credentials of storage accounts not read again cause={}", failed.getMessage());
        }
    }

    private synchronized boolean isCoincidence() {
        return ++changes <= MAX_CHANGES;
    }

    private synchronized void recovered() {
        if (failingSince != null) {
            LOG.info("at={} blob={} recovered=true tries={}", FlowLogMeters.NAME, blob.name(), failures);
        }
        failures = 0;
        changes = 0;
        failingSince = null;
    }

    /** Later, together with what has come by then. */
    private synchronized void again(List<Waiting> taken, Duration delay) {
        List<Waiting> all = new ArrayList<>(taken);
        all.addAll(waiting);
        waiting = all;
        delayed = shared.threads().later(() -> shared.threads().read(this::run), delay);
        if (shared.stopping().getAsBoolean()) {
            stop();
        }
    }

    private void next() {
        synchronized (this) {
            if (!waiting.isEmpty()) {
                shared.threads().read(this::run);
                return;
            }
            busy = false;
        }
        // Without the lock: it asks for that of the map, under which notices are added.
        idle.run();
    }

    private void settle(Waiting one, Exception failure, String result) {
        shared.meters().notice(result);
        settledOne.run();
        one.result().settled(failure);
    }
}
