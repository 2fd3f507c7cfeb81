package io.trailbridge.eventhubs;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The two clocks of a consumer. Durations are measured with a monotonic clock; the wall clock provides the times that
 * are shown. Setting the machine's clock changes what is shown, but no decision.
 *
 * @param wall  for times that are shown
 * @param nanos nanoseconds from any origin, as {@link System#nanoTime}
 */
record Clocks(Clock wall, LongSupplier nanos) {
    static final Clocks SYSTEM = new Clocks(Clock.systemUTC(), System::nanoTime);

    long now() {
        return nanos.getAsLong();
    }

    /**
     * Returns the wall-clock time of a moment; {@code null} for {@code null}. It has the right distance from now if it
     * is shown at once.
     */
    Instant shown(Long moment) {
        return moment == null ? null : wall.instant().minusNanos(now() - moment);
    }
}
