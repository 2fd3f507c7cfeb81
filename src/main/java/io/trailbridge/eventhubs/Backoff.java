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
        return Duration.ofMillis(random.applyAsLong(Math.max(1, longest(failures).toMillis()) + 1));
    }

    /** The upper end of {@link #delay}. */
    Duration longest(int failures) {
        int doublings = Math.min(failures - 1, 40);
        long first = Math.max(1, min.toMillis());
        boolean overflows = doublings >= Long.numberOfLeadingZeros(first) - 1;
        return overflows || first << doublings > max.toMillis() ? max : Duration.ofMillis(first << doublings);
    }
}
