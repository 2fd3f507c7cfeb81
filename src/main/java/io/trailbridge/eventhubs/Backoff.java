package io.trailbridge.eventhubs;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;

/**
 * Exponential back-off with full jitter: the n-th delay is uniform between zero and {@code min * 2^(n-1)}, at most
 * {@code max}; see "Exponential Backoff And Jitter" in the AWS Architecture Blog. The random source is given a bound
 * and answers from zero to it, exclusive.
 */
record Backoff(Duration min, Duration max, LongUnaryOperator random) {
    Backoff(Duration min, Duration max) {
        this(min, max, bound -> ThreadLocalRandom.current().nextLong(bound));
    }

    /** The delay before attempt {@code failures + 1}; {@code failures} is 1 or more. */
    Duration delay(int failures) {
        long cap = max.toMillis();
        int doublings = Math.min(failures - 1, 40);
        long limit = doublings < Long.numberOfLeadingZeros(Math.max(1, min.toMillis())) - 1
            ? Math.min(cap, min.toMillis() << doublings) : cap;
        return Duration.ofMillis(random.applyAsLong(Math.max(1, limit) + 1));
    }
}
