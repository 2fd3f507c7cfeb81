package io.trailbridge.fault;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Reports whether one thing fails. A fault produces one WARN line with its code when it begins, again every 30 s while
 * it is reported, and at once when its code changes. It produces one INFO line when it is over. Codes that alternate
 * produce one line each per 30 s.
 *
 * <p>Safe for use by any thread; blocks for nothing but the log line. Times are those of the monotonic clock: setting
 * the wall clock changes what is shown, but no decision.
 */
public final class FaultSignal {
    private static final long REPEAT_NANOS = Duration.ofSeconds(30).toNanos();

    private final Faults faults;
    private final String at;
    private final long downAfterNanos;

    @GuardedBy("this")
    private final Map<FaultCode, Long> loggedAt = new EnumMap<>(FaultCode.class);

    @GuardedBy("this")
    private FaultCode code;

    @GuardedBy("this")
    private String cause;

    @GuardedBy("this")
    private String remedy;

    @GuardedBy("this")
    private long began;

    @GuardedBy("this")
    private Instant since;

    @GuardedBy("this")
    private boolean logged;

    @GuardedBy("this")
    private boolean healthByHeld;

    @GuardedBy("this")
    private Long heldSince;

    /** @param downAfter null when the fault never takes health down */
    FaultSignal(Faults faults, String at, Duration downAfter) {
        this.faults = faults;
        this.at = OneLine.of(at);
        this.downAfterNanos = downAfter == null ? Long.MAX_VALUE : downAfter.toNanos();
    }

    /**
     * Reports a failure. It began now, unless one was reported already.
     *
     * @param cause what was seen; converted to one line
     * @param remedy what an operator can do; null where only waiting helps
     */
    public synchronized void raise(FaultCode code, String cause, String remedy) {
        raise(code, cause, remedy, this.code == null ? faults.nanos() : began);
    }

    /**
     * Reports a failure whose beginning the caller knows, for example that of the oldest of several failures.
     *
     * @param beganNanos a value of the clock that {@link Faults#nanos} reads
     */
    public synchronized void raise(FaultCode code, String cause, String remedy, long beganNanos) {
        long now = faults.nanos();
        if (this.code == null || began != beganNanos) {
            began = beganNanos;
            since = faults.now().minusNanos(now - beganNanos);
        }
        this.code = code;
        this.cause = OneLine.of(cause);
        this.remedy = remedy == null ? null : OneLine.of(remedy);
        Long last = loggedAt.get(code);
        if (last == null || now - last >= REPEAT_NANOS) {
            loggedAt.put(code, now);
            logged = true;
            log().warn(
                            "fault code={} at=\"{}\" since={} cause=\"{}\" remedy=\"{}\"",
                            code.id(),
                            at,
                            since,
                            this.cause,
                            this.remedy == null ? "none needed if it is transient" : this.remedy);
        }
    }

    /**
     * From now on health depends on how long something has been blocked by the fault, not on how long the fault has
     * lasted: a fault that retries absorb may last forever.
     *
     * @param nanos since when, by the clock that {@link Faults#nanos} reads; null where nothing is blocked
     */
    public synchronized void holdsUpSince(Long nanos) {
        healthByHeld = true;
        heldSince = nanos;
    }

    /** Reports that there is no failure now. Does nothing if there was none. */
    public synchronized void clear() {
        if (code == null) {
            return;
        }
        if (logged) {
            log().info(
                            "fault over code={} at=\"{}\" lasted={}s",
                            code.id(),
                            at,
                            Duration.ofNanos(faults.nanos() - began).toSeconds());
        }
        code = null;
        logged = false;
    }

    /** Returns the present fault; null when there is none. */
    public synchronized Fault fault() {
        return code == null ? null : new Fault(code, at, since, cause, remedy, isDown());
    }

    @GuardedBy("this")
    private boolean isDown() {
        Long from = healthByHeld ? heldSince : Long.valueOf(began);
        return from != null && faults.nanos() - from >= downAfterNanos;
    }

    /** Ends the signal, which is not used again: its fault is over without a log line. */
    public void close() {
        faults.remove(this);
    }

    private static Logger log() {
        return Faults.LOG;
    }
}
