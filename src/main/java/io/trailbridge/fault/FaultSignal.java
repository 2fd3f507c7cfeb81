package io.trailbridge.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Says of one thing whether it fails. A fault is one WARN with its code when it begins, again every 30 s while it is
 * reported, at once when its code changes, and one INFO when it is over. Codes that alternate are a line each in 30 s.
 *
 * <p>Safe for use by any thread; it never blocks but for the log line. Times are those of the monotonic clock: a clock
 * that is set changes what is shown and not what is decided.
 */
public final class FaultSignal {
    private static final long REPEAT_NANOS = Duration.ofSeconds(30).toNanos();

    private final Faults faults;
    private final String at;
    private final long downAfterNanos;
    private final Map<FaultCode, Long> saidAt = new EnumMap<>(FaultCode.class);
    private FaultCode code;
    private String cause;
    private String remedy;
    private long began;
    private Instant since;
    private boolean said;
    private boolean healthByHeld;
    private Long heldSince;

    /** @param downAfter null where health never goes down by it */
    FaultSignal(Faults faults, String at, Duration downAfter) {
        this.faults = faults;
        this.at = OneLine.of(at);
        this.downAfterNanos = downAfter == null ? Long.MAX_VALUE : downAfter.toNanos();
    }

    /**
     * It fails now; it began now, unless it failed before already.
     *
     * @param cause what was seen; made one line
     * @param remedy what an operator can do; null where only waiting helps
     */
    public synchronized void raise(FaultCode code, String cause, String remedy) {
        raise(code, cause, remedy, this.code == null ? faults.nanos() : began);
    }

    /**
     * The same where the caller knows since when, as where the oldest of several failures counts.
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
        Long last = saidAt.get(code);
        if (last == null || now - last >= REPEAT_NANOS) {
            saidAt.put(code, now);
            said = true;
            log().warn("fault code={} at=\"{}\" since={} cause=\"{}\" remedy=\"{}\"", code.id(), at, since, this.cause,
                    this.remedy == null ? "none needed if it passes by itself" : this.remedy);
        }
    }

    /**
     * From now on health goes down by how long something has been held up by the fault, not by how long it has been
     * there: what the retries absorb may last for ever.
     *
     * @param nanos since when, by the clock that {@link Faults#nanos} reads; null where nothing is held up
     */
    public synchronized void holdsUpSince(Long nanos) {
        healthByHeld = true;
        heldSince = nanos;
    }

    /** It does not fail now. Does nothing where it did not. */
    public synchronized void clear() {
        if (code == null) {
            return;
        }
        if (said) {
            log().info("fault over code={} at=\"{}\" lasted={}s", code.id(), at,
                    Duration.ofNanos(faults.nanos() - began).toSeconds());
        }
        code = null;
        said = false;
    }

    /** What it says now; null when it does not fail. */
    public synchronized Fault fault() {
        return code == null ? null : new Fault(code, at, since, cause, remedy, isDown());
    }

    private boolean isDown() {
        Long from = healthByHeld ? heldSince : Long.valueOf(began);
        return from != null && faults.nanos() - from >= downAfterNanos;
    }

    /** It will not be reported again: what it said is over without a line. */
    public void close() {
        faults.remove(this);
    }

    private static Logger log() {
        return Faults.LOG;
    }
}
