package io.trailbridge.flowlogs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.StoppedException;
import io.trailbridge.batch.camel.ExchangeResult;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.flowlogs.storage.BlobChangedException;
import io.trailbridge.flowlogs.storage.StorageFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;

/**
 * The notices of one blob. Notices are handled one after the other, those that have arrived together in one reading.
 * Transient failures are retried without limit, except those of an account that is given up ({@link UnknownAccounts});
 * waiting notices hold no thread. Each notice is settled once. Thread-safe.
 */
final class NoticeQueue {
    /** Longest time until a lease is checked again; its holder may have finished by then. */
    private static final Duration LEASE_POLL = Duration.ofSeconds(2);

    private static final Duration CHANGED_POLL = Duration.ofMillis(500);

    /**
     * Maximum number of consecutive changes of the blob during a reading. Azure writes once a minute, so more is no
     * coincidence.
     */
    private static final int MAX_CHANGES = 5;
    /** Maximum number of notices in a place; each takes about 10 kB. */
    private static final int NOTICES_IN_A_PLACE = 4;

    /** A notice that is to be settled; equal only to itself. */
    private static final class Waiting {
        private final BlobNotice notice;
        private final ExchangeResult result;

        Waiting(BlobNotice notice, ExchangeResult result) {
            this.notice = notice;
            this.result = result;
        }
    }

    private final ReaderContext shared;
    private final BlobReference blob;
    private final String account;
    private final Runnable idle;

    /** Notices that are not settled yet. */
    @GuardedBy("this")
    private final Set<Waiting> open = new LinkedHashSet<>();
    /** Open notices that are in no reading yet. */
    @GuardedBy("this")
    private List<Waiting> waiting = new ArrayList<>();

    @GuardedBy("this")
    private int places;

    @GuardedBy("this")
    private boolean busy;

    @GuardedBy("this")
    private Future<?> delayed;

    @GuardedBy("this")
    private BlobReading current;

    @GuardedBy("this")
    private boolean abandoned;
    /** Number of consecutive readings that ended because the blob was written, or leased by another instance. */
    @GuardedBy("this")
    private int changes;

    @GuardedBy("this")
    private int failures;

    /** Used only by the single run in progress. */
    private final LeaseWatch lease;

    /**
     * @param idle called when there is no notice left
     */
    NoticeQueue(ReaderContext shared, BlobReference blob, Runnable idle) {
        this.shared = shared;
        this.blob = blob;
        this.account = ReadingFaults.account(blob.account());
        this.idle = idle;
        this.lease = new LeaseWatch(shared.nanos());
    }

    /**
     * Accepts a notice, unless there is no place for it.
     *
     * @param withPlace whether the caller has taken a place for it, which then belongs to this blob
     * @return false when the caller must first take a place
     */
    synchronized boolean add(BlobNotice notice, ExchangeResult result, boolean withPlace) {
        if (abandoned || shared.stopping().getAsBoolean()) {
            throw new StoppedException(BlobNotice.TARGET);
        }
        if (!withPlace && open.size() >= places * NOTICES_IN_A_PLACE) {
            return false;
        }
        places += withPlace ? 1 : 0;
        Waiting one = new Waiting(notice, result);
        open.add(one);
        waiting.add(one);
        if (!busy) {
            busy = true;
            shared.threads().read(account, this::run);
        }
        return true;
    }

    synchronized int places() {
        return places;
    }

    synchronized int notices() {
        return open.size();
    }

    /** Settles all waiting notices at once, and ends a running reading early. */
    void stop() {
        List<Waiting> left;
        synchronized (this) {
            if (current != null) {
                current.stop();
            }
            left = waiting;
            waiting = new ArrayList<>();
            if (delayed != null && delayed.cancel(false)) {
                delayed = null;
                shared.threads().call(this::run);
            }
        }
        left.forEach(one -> settle(one, new StoppedException(BlobNotice.TARGET), "stopped"));
    }

    /** Called when no thread reads any more: fails all notices still held as not delivered. */
    void abandon() {
        List<Waiting> left;
        synchronized (this) {
            abandoned = true;
            left = List.copyOf(open);
            waiting = new ArrayList<>();
        }
        left.forEach(one -> settle(one, new StoppedException(BlobNotice.TARGET), "stopped"));
        shared.faults().recovered(blob);
    }

    synchronized boolean isIdle() {
        return !busy && waiting.isEmpty();
    }

    private void run() {
        List<Waiting> taken;
        synchronized (this) {
            delayed = null;
            taken = waiting;
            waiting = new ArrayList<>();
        }
        BlobReading reading;
        try {
            reading = reading(taken);
        } catch (Throwable failed) {
            ended(taken, shared.table().name(), failed);
            if (failed instanceof VirtualMachineError fatal) {
                throw fatal;
            }
            return;
        }
        if (reading != null) {
            reading.run();
        }
    }

    /**
     * Returns the reading that the notices require; null when none is required or possible now, and the notices are
     * handled.
     */
    private BlobReading reading(List<Waiting> taken) {
        if (shared.stopping().getAsBoolean()) {
            throw new StoppedException(BlobNotice.TARGET);
        }
        BlobProgress known = shared.table().read(blob);
        List<Waiting> news =
                taken.stream().filter(one -> !known.covers(one.notice)).toList();
        taken.stream().filter(one -> known.covers(one.notice)).forEach(one -> settle(one, null, "covered"));
        if (news.isEmpty()) {
            recovered();
            next();
            return null;
        }
        String owner = UUID.randomUUID().toString();
        long asked = shared.nanos().getAsLong();
        ProgressTable.Claim claim =
                shared.table().claim(blob, owner, shared.settings().lease(), lease.expired());
        shared.faults().recovered(shared.table().name(), blob);
        if (claim.holder() != null) {
            Duration left = lease.see(claim.holder());
            again(news, left.compareTo(LEASE_POLL) > 0 ? LEASE_POLL : left);
            return null;
        }
        String sequencer = news.stream().map(one -> one.notice.sequencer()).reduce(null, BlobProgress::later);
        BlobReading reading = new BlobReading(
                shared, blob, owner, asked, claim.progress(), sequencer, (at, failure) -> ended(news, at, failure));
        synchronized (this) {
            current = reading;
        }
        return reading;
    }

    private void ended(List<Waiting> taken, String at, Throwable failure) {
        synchronized (this) {
            if (abandoned) {
                return;
            }
            current = null;
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
            fail(taken, failure instanceof StoppedException stop ? stop : new StoppedException(BlobNotice.TARGET));
        } else if (meaning == null) {
            fail(taken, (Exception) failure);
        } else if (meaning.kind() == CallFailure.Kind.REFUSED) {
            fail(
                    taken,
                    new RejectedException(
                            meaning.code(),
                            "the blob " + blob.name() + " cannot be read: " + meaning.message() + remedy(meaning),
                            BlobNotice.TARGET));
        } else if (at.equals(account) && isGivenUp(failure, meaning)) {
            fail(
                    taken,
                    new RejectedException(
                            "UnknownAccount",
                            "the blob " + blob.name() + " cannot be read: "
                                    + meaning.code() + ": " + meaning.message()
                                    + "; nothing of its storage account was ever read,"
                                    + " while others are: if it is yours, name it in trailbridge.flowlogs.accounts, and its notices"
                                    + " wait until it can be read",
                            BlobNotice.TARGET));
        } else {
            retryLater(taken, at, failure, meaning);
        }
    }

    private boolean isGivenUp(Throwable failure, CallFailure meaning) {
        try {
            return !shared.access().isOwn(blob.account())
                    && shared.accounts().givesUp(blob.account(), failure, meaning);
        } catch (RuntimeException failed) {
            // It is unknown until the table answers; the next attempt asks again.
            shared.faults().failed(shared.table().name(), blob, StorageFailures.ofTable(failed));
            return false;
        }
    }

    private static String remedy(CallFailure meaning) {
        return meaning.code().equals("BlobNotFound")
                ? "; it was deleted before it was read: keep flow logs longer than messages wait in the queue"
                : "";
    }

    private void fail(List<Waiting> taken, Exception failure) {
        recovered();
        taken.forEach(one -> settle(one, failure, failure instanceof StoppedException ? "stopped" : "failed"));
        next();
    }

    private void retryLater(List<Waiting> taken, String at, Throwable failure, CallFailure meaning) {
        if (StorageFailures.hasStatus(failure, 401, 403)) {
            refreshCredentials();
        }
        shared.faults().failed(at, blob, meaning);
        int tries;
        synchronized (this) {
            tries = ++failures;
        }
        shared.meters().retry();
        again(taken, shared.settings().backOff().delay(tries));
    }

    private void refreshCredentials() {
        String at = "credentials of storage accounts";
        try {
            shared.access().refused();
            shared.faults().recovered(at, blob);
        } catch (RuntimeException failed) {
            shared.faults()
                    .failed(
                            at,
                            blob,
                            new CallFailure(
                                    CallFailure.Kind.SYSTEMIC,
                                    FaultCode.SECRET_UNREADABLE,
                                    failed.getClass().getSimpleName(),
                                    failed.getMessage(),
                                    "correct the secret of"
                                            + " trailbridge.flowlogs.storageSecret, and let this identity read it"));
        }
    }

    private synchronized boolean isCoincidence() {
        return ++changes <= MAX_CHANGES;
    }

    private void recovered() {
        synchronized (this) {
            failures = 0;
            changes = 0;
        }
        shared.faults().recovered(blob);
    }

    /** Retries later, together with the notices that have arrived by then. */
    private void again(List<Waiting> taken, Duration delay) {
        synchronized (this) {
            List<Waiting> all = new ArrayList<>(taken);
            all.addAll(waiting);
            all.retainAll(open);
            waiting = all;
            delayed = shared.threads().later(() -> shared.threads().read(account, this::run), delay);
        }
        if (shared.stopping().getAsBoolean()) {
            stop();
        }
    }

    private void next() {
        synchronized (this) {
            if (!waiting.isEmpty()) {
                shared.threads().read(account, this::run);
                return;
            }
            busy = false;
        }
        // Called without this lock: it needs the lock of the map, and notices are added under that one.
        idle.run();
    }

    private void settle(Waiting one, Exception failure, String result) {
        synchronized (this) {
            if (!open.remove(one)) {
                // Already settled by {@code abandon} while the reading was ending.
                return;
            }
        }
        shared.meters().notice(result);
        one.result.done(failure);
    }
}
