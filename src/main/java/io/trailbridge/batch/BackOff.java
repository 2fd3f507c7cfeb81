package io.trailbridge.batch;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Exponential back-off with full jitter: a delay drawn uniformly from zero to a bound that doubles with each failure.
 * The jitter keeps calls that failed together from being retried together ("Exponential Backoff And Jitter", AWS
 * Architecture Blog).
 *
 * @param base the bound after the first failure
 * @param cap the upper limit of the bound
 * @param random returns a random number from 0 to 1; may be called on any thread
 */
public record BackOff(Duration base, Duration cap, DoubleSupplier random) {
    private static final int MAX_DOUBLINGS = 30;

    /** Creates a back-off with random jitter. */
    public BackOff(Duration base, Duration cap) {
        this(base, cap, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Returns the delay after this number of consecutive failures (1 or more). */
    public Duration delay(int failures) {
        return Duration.ofNanos((long) (random.getAsDouble() * bound(failures).toNanos()));
    }

    /** Returns the longest delay that {@link #delay} can return. */
    public Duration bound(int failures) {
        double bound = base.toNanos() * (double) (1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return Duration.ofNanos((long) Math.min(bound, cap.toNanos()));
    }
}
