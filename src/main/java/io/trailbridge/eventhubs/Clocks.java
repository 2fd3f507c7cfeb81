package io.trailbridge.eventhubs;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The two clocks of a consumer: durations are measured by one that only goes forward, the other says what a moment is
 * called. Setting the machine's clock changes what is shown and not what is decided.
 *
 * @param wall  for times that are shown
 * @param nanos nanoseconds from any origin, as {@link System#nanoTime}
 */
record Clocks(Clock wall, LongSupplier nanos) {
    static final Clocks SYSTEM = new Clocks(Clock.systemUTC(), System::nanoTime);

    long now() {
        return nanos.getAsLong();
    }

    /** What a moment is called now; {@code null} for none. What is shown at once has the right distance from now. */
    Instant shown(Long moment) {
        return moment == null ? null : wall.instant().minusNanos(now() - moment);
    }
}
