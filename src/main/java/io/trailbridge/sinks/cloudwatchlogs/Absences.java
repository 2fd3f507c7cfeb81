package io.trailbridge.sinks.cloudwatchlogs;

import io.trailbridge.batch.Outcome;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Which kinds have no group or stream, remembered for a second: of all the entries that wait for one, each to be tried
 * again at its own time, one call a second asks for it. Creating has the tightest of the service's rate limits, and who
 * meets it slows the other groups down. Any thread may use it.
 */
final class Absences {
    static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private record Absence(Outcome.Retry reason, long until) {}

    private final Map<String, Absence> byKind = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /** @param nanos a clock that only goes forward */
    Absences(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Why entries of this kind have to wait; null when it is time to ask. */
    Outcome.Retry of(String kind) {
        Absence absence = byKind.get(kind);
        return absence == null || absence.until - nanos.getAsLong() <= 0 ? null : absence.reason;
    }

    void found(String kind, Outcome.Retry reason) {
        byKind.put(kind, new Absence(reason, nanos.getAsLong() + PAUSE));
    }

    void over(String kind) {
        byKind.remove(kind);
    }
}
