package io.trailbridge.sinks.cloudwatchlogs;

import io.trailbridge.batch.Outcome;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Remembers for one second which kinds have no log group or stream. The entries that wait for a missing one are each
 * retried at their own time; together they cause one call per second. The calls that create groups and streams have the
 * tightest of the service's rate limits, and reaching that limit slows the other groups down. Thread-safe.
 */
final class Absences {
    static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private record Absence(Outcome.Retry reason, long until) {}

    private final Map<String, Absence> byKind = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /** @param nanos a monotonic clock */
    Absences(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Returns why entries of this kind have to wait; null when it is time to call the service. */
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
