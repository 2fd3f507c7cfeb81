package io.trailbridge.batch;

import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.aws.CallFailure.Kind;
import io.trailbridge.fault.FaultSignal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reports the failures of a batcher's calls to the operator. A failure that affects every call is reported at once, and
 * so is a call without an answer. A failure that the next attempt may resolve is reported once it has recurred for some
 * seconds, or once one entry has failed several times. The fault is over when no held entry has failed and nothing has
 * failed for a while.
 *
 * <p>Health depends on the entry that has been failing for the longest time: failures that the retries absorb, however
 * many, never take it down. Guarded by the batcher's lock; times are those of the monotonic clock.
 */
final class BatchFaults {
    /** Number of failures from which a failure is no longer a blip: attempts of one entry, or consecutive failures. */
    private static final int NOT_A_BLIP = 3;

    private static final long COMES_BACK = Duration.ofSeconds(3).toNanos();
    private static final long QUIET = Duration.ofSeconds(10).toNanos();
    private static final long LOOK_AGAIN = Duration.ofSeconds(5).toNanos();

    private final FaultSignal signal;
    private final long patience;
    /** Held entries that have failed or wait for an overdue answer; the entry that failed first comes first. */
    private final Set<Pending<?>> failing = new LinkedHashSet<>();
    /** Calls in progress, in the order in which they began. */
    private final Set<CallUnderWay<?>> underWay = new LinkedHashSet<>();

    private boolean present;
    private long began;
    private long lastSeen;
    private int times;
    private CallFailure last;

    /** @param patience how long a call may take */
    BatchFaults(FaultSignal signal, Duration patience) {
        this.signal = signal;
        this.patience = patience.toNanos();
    }

    void begins(CallUnderWay<?> call) {
        underWay.add(call);
    }

    void ends(CallUnderWay<?> call) {
        underWay.remove(call);
    }

    /** Records the entries of one call that failed, each with its reason. */
    void failed(List<? extends Pending<?>> entries, List<CallFailure> reasons, long now) {
        seen(now, now);
        CallFailure worthALine = null;
        for (int i = 0; i < entries.size(); i++) {
            Pending<?> pending = entries.get(i);
            last = reasons.get(i);
            fails(pending, now);
            if (last.kind() == Kind.SYSTEMIC
                    || pending.failures >= NOT_A_BLIP
                    || times >= NOT_A_BLIP && now - began >= COMES_BACK) {
                worthALine = last;
            }
        }
        if (worthALine != null) {
            raise(worthALine);
        }
    }

    void settled(Pending<?> pending) {
        if (failing.remove(pending)) {
            signal.holdsUpSince(since());
        }
    }

    /**
     * Reports calls without an answer, and clears the fault when it is over. To be called at the time given by
     * {@link #lookIn}.
     */
    void look(long now) {
        if (hangs(now)) {
            List<CallUnderWay<?>> hanging = underWay.stream()
                    .filter(call -> now - call.startedAt() >= patience)
                    .toList();
            long oldest = hanging.get(0).startedAt();
            seen(oldest, now);
            hanging.forEach(call -> call.entries().stream()
                    .filter(pending -> !pending.settled)
                    .forEach(pending -> fails(pending, now)));
            last = AwsFailures.noAnswer(hanging.size() + " of " + underWay.size() + " calls have had no answer, the"
                    + " oldest for " + Duration.ofNanos(now - oldest).toSeconds() + " s");
            raise(last);
        } else if (present && failing.isEmpty() && now - lastSeen >= QUIET) {
            present = false;
            signal.clear();
        }
    }

    /** Checks only the oldest call, because this runs for each entry. */
    private boolean hangs(long now) {
        return !underWay.isEmpty() && now - underWay.iterator().next().startedAt() >= patience;
    }

    /**
     * Returns the nanoseconds until {@link #look} may find something; {@code Long.MAX_VALUE} when there is nothing to
     * look for.
     */
    long lookIn(long now) {
        long in = Long.MAX_VALUE;
        if (!underWay.isEmpty()) {
            long left = underWay.iterator().next().startedAt() + patience - now;
            in = left > 0 ? left : LOOK_AGAIN;
        }
        return present && failing.isEmpty() ? Math.min(in, Math.max(0, lastSeen + QUIET - now)) : in;
    }

    /** Returns when the entry that has been failing for the longest time first failed; null when none is failing. */
    Long since() {
        return failing.isEmpty() ? null : failing.iterator().next().failingSince;
    }

    String lastFailure() {
        return last == null ? null : last.summary();
    }

    private void seen(long since, long now) {
        if (!present) {
            present = true;
            began = since;
            times = 0;
        }
        times++;
        lastSeen = now;
    }

    private void fails(Pending<?> pending, long now) {
        if (failing.add(pending)) {
            pending.failingSince = now;
        }
    }

    private void raise(CallFailure failure) {
        signal.holdsUpSince(since());
        String cause = failure.code() + ": " + failure.message() + "; entries blocked: " + failing.size();
        signal.raise(failure.fault(), cause, failure.remedy(), began);
    }
}
