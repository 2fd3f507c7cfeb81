package io.trailbridge.batch;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Exponential back-off with full jitter: a delay drawn evenly from zero to a bound that doubles with each failure. The
 * jitter keeps what failed together from coming back together ("Exponential Backoff And Jitter", AWS Architecture Blog).
 *
 * @param base the bound after the first failure
 * @param cap the bound at all
 * @param random draws from 0 to 1; any thread may ask
 */
public record BackOff(Duration base, Duration cap, DoubleSupplier random) {
    private static final int MAX_DOUBLINGS = 30;

    /** With chance. */
    public BackOff(Duration base, Duration cap) {
        this(base, cap, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** How long to wait after so many failures in a row (1 or more). */
    public Duration delay(int failures) {
        return Duration.ofNanos((long) (random.getAsDouble() * bound(failures).toNanos()));
    }

    /** The longest that {@link #delay} can be. */
    public Duration bound(int failures) {
        double bound = base.toNanos() * (double) (1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return Duration.ofNanos((long) Math.min(bound, cap.toNanos()));
    }
}
