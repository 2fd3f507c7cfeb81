package io.trailbridge.flowlogs;

import io.trailbridge.aws.CallFailure;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.StoppedException;
import io.trailbridge.batch.camel.ExchangeResult;
import io.trailbridge.fault.FaultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;

/**
 * The notices of one blob. They are read one after the other, those that have come together in one reading, and what
 * passes is tried again without end, except of an account that is given up ({@link UnknownAccounts}); meanwhile they
 * hold no thread. Each notice is settled once. Thread-safe.
 */
final class NoticeQueue {
    /** The holder of a lease may well be done by then. */
    private static final Duration LEASE_POLL = Duration.ofSeconds(2);
    private static final Duration CHANGED_POLL = Duration.ofMillis(500);

    /** Azure writes once a minute: more is no coincidence. */
    private static final int MAX_CHANGES = 5;
    /** Some 10 kB each. */
    private static final int NOTICES_IN_A_PLACE = 4;

    /** One that is to be settled; equal to itself alone. */
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

    /** Guarded by this, as all that follows. Those that are not settled yet. */
    private final Set<Waiting> open = new LinkedHashSet<>();
    /** Those of them that no reading has taken up. */
    private List<Waiting> waiting = new ArrayList<>();
    private int places;
    private boolean busy;
    private Future<?> delayed;
    private BlobReading current;
    private boolean abandoned;
    /** Readings in a row that ended because the blob was written or leased by another. */
    private int changes;
    private int failures;

    /** Used by the one run at a time. */
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
     * Takes a notice up, unless there is no place for it.
     *
     * @param withPlace whether it brings a place of its own, which then stays with this blob
     * @return false when it must bring one
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

    /** What waits is done with at once, and a reading under way ends early. */
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

    /** No thread reads any more: what is still held fails as not delivered. */
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

    /** The reading that the notices ask for; null when there is none, and they have been seen to. */
    private BlobReading reading(List<Waiting> taken) {
        if (shared.stopping().getAsBoolean()) {
            throw new StoppedException(BlobNotice.TARGET);
        }
        BlobProgress known = shared.table().read(blob);
        List<Waiting> news = taken.stream().filter(one -> !known.covers(one.notice)).toList();
        taken.stream().filter(one -> known.covers(one.notice)).forEach(one -> settle(one, null, "covered"));
        if (news.isEmpty()) {
            recovered();
            next();
            return null;
        }
        String owner = UUID.randomUUID().toString();
        long asked = shared.nanos().getAsLong();
        ProgressTable.Claim claim = shared.table().claim(blob, owner, shared.settings().lease(), lease.expired());
        shared.faults().recovered(shared.table().name(), blob);
        if (claim.holder() != null) {
            Duration left = lease.see(claim.holder());
            again(news, left.compareTo(LEASE_POLL) > 0 ? LEASE_POLL : left);
            return null;
        }
        String sequencer = news.stream().map(one -> one.notice.sequencer()).reduce(null, BlobProgress::later);
        BlobReading reading = new BlobReading(shared, blob, owner, asked, claim.progress(), sequencer,
                (at, failure) -> ended(news, at, failure));
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
            fail(taken, new RejectedException(meaning.code(), "the blob " + blob.name() + " cannot be read: "
                    + meaning.message() + remedy(meaning), BlobNotice.TARGET));
        } else if (at.equals(account) && isGivenUp(failure, meaning)) {
            fail(taken, new RejectedException("UnknownAccount", "the blob " + blob.name() + " cannot be read: "
                    + meaning.code() + ": " + meaning.message() + "; nothing of its storage account was ever read,"
                    + " while others are: if it is yours, name it in trailbridge.flowlogs.accounts, and its notices"
                    + " wait until it can be read", BlobNotice.TARGET));
        } else {
            passing(taken, at, failure, meaning);
        }
    }

    private boolean isGivenUp(Throwable failure, CallFailure meaning) {
        try {
            return !shared.access().isOwn(blob.account())
                    && shared.accounts().givesUp(blob.account(), failure, meaning);
        } catch (RuntimeException failed) {
            // Until the table answers it is not known; the next try asks again.
            shared.faults().failed(shared.table().name(), blob, StorageFailures.ofTable(failed));
            return false;
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

    private void passing(List<Waiting> taken, String at, Throwable failure, CallFailure meaning) {
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
            shared.faults().failed(at, blob, new CallFailure(CallFailure.Kind.SYSTEMIC, FaultCode.SECRET_UNREADABLE,
                    failed.getClass().getSimpleName(), failed.getMessage(), "correct the secret of"
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

    /** Later, together with what has come by then. */
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
        // Without the lock: it asks for that of the map, under which notices are added.
        idle.run();
    }

    private void settle(Waiting one, Exception failure, String result) {
        synchronized (this) {
            if (!open.remove(one)) {
                // By abandon, while the reading came to its end.
                return;
            }
        }
        shared.meters().notice(result);
        one.result.done(failure);
    }
}
