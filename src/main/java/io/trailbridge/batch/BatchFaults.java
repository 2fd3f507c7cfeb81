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
 * What an operator is told of the failures of a batcher's calls. What every call meets alike is told at once, and so is
 * a call that gets no answer; what the next try may mend, once it has come back for some seconds or one entry has met
 * it several times. It is over when nothing that is held has failed and nothing has failed for a while.
 *
 * <p>Health goes by the entry that has been failing for the longest time: failures that the retries absorb, however
 * many, never take it down. Guarded by the batcher's lock; times are those of the monotonic clock.
 */
final class BatchFaults {
    /** So often it is no longer a blip: tries of one entry, or calls that failed one after the other. */
    private static final int NOT_A_BLIP = 3;
    private static final long COMES_BACK = Duration.ofSeconds(3).toNanos();
    private static final long QUIET = Duration.ofSeconds(10).toNanos();
    private static final long LOOK_AGAIN = Duration.ofSeconds(5).toNanos();

    private final FaultSignal signal;
    private final long patience;
    /** Entries held that have failed or wait for an answer that does not come, the one that failed first before all. */
    private final Set<Pending<?>> failing = new LinkedHashSet<>();
    /** In the order in which they began. */
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

    /** Entries of one call that failed, each with its reason. */
    void failed(List<? extends Pending<?>> entries, List<CallFailure> reasons, long now) {
        seen(now, now);
        CallFailure worthALine = null;
        for (int i = 0; i < entries.size(); i++) {
            Pending<?> pending = entries.get(i);
            last = reasons.get(i);
            fails(pending, now);
            if (last.kind() == Kind.SYSTEMIC || pending.failures >= NOT_A_BLIP
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

    /** Names calls without an answer; says so when what was told is over. To be called when {@link #lookIn} says. */
    void look(long now) {
        if (hangs(now)) {
            List<CallUnderWay<?>> hanging =
                    underWay.stream().filter(call -> now - call.startedAt() >= patience).toList();
            long oldest = hanging.get(0).startedAt();
            seen(oldest, now);
            hanging.forEach(call -> call.entries().stream().filter(pending -> !pending.settled)
                    .forEach(pending -> fails(pending, now)));
            last = AwsFailures.noAnswer(hanging.size() + " of " + underWay.size() + " calls have had no answer, the"
                    + " oldest for " + Duration.ofNanos(now - oldest).toSeconds() + " s");
            raise(last);
        } else if (present && failing.isEmpty() && now - lastSeen >= QUIET) {
            present = false;
            signal.clear();
        }
    }

    /** The oldest call tells: this is asked for each entry. */
    private boolean hangs(long now) {
        return !underWay.isEmpty() && now - underWay.iterator().next().startedAt() >= patience;
    }

    /** Nanoseconds until {@link #look} may find something; {@code Long.MAX_VALUE} when there is nothing to look for. */
    long lookIn(long now) {
        long in = Long.MAX_VALUE;
        if (!underWay.isEmpty()) {
            long left = underWay.iterator().next().startedAt() + patience - now;
            in = left > 0 ? left : LOOK_AGAIN;
        }
        return present && failing.isEmpty() ? Math.min(in, Math.max(0, lastSeen + QUIET - now)) : in;
    }

    /** When the entry failed first that has been failing for the longest time; null when none is failing. */
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
        String cause = failure.code() + ": " + failure.message() + "; entries held up: " + failing.size();
        signal.raise(failure.fault(), cause, failure.remedy(), began);
    }
}
