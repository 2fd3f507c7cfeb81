package io.trailbridge.batch;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Exponential back-off with full jitter: a delay drawn evenly from zero to a bound that doubles with each failure.
 * The jitter keeps entries that failed together from coming back together.
 */
record BackOff(Duration base, Duration cap, DoubleSupplier random) {
    private static final int MAX_DOUBLINGS = 30;

    /** Nanoseconds to wait after so many failures in a row (1 or more). */
    long delay(int failures) {
        double bound = base.toNanos() * (double) (1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return (long) (random.getAsDouble() * Math.min(bound, cap.toNanos()));
    }
}
