package io.trailbridge.batch;

import io.trailbridge.memory.InFlightBytes;
import java.time.Duration;
import java.util.Objects;

/**
 * How much a batcher puts into a call and how much it holds.
 *
 * @param maxEntries entries in a call, at most
 * @param maxBytes bytes in a call, at most; an entry that is larger by itself is refused
 * @param linger how long an entry waits for others to fill a call; zero sends at once
 * @param maxInFlight entries held at once: waiting, under way, or to be tried again; {@code submit} blocks above
 * @param maxConcurrentCalls calls under way at once, each on a thread of its own
 * @param maxBytesInFlight bytes held at once; {@code submit} blocks above
 * @param memory the bound on the bytes of all batchers together; {@code submit} blocks above
 */
public record BatchLimits(int maxEntries, long maxBytes, Duration linger, int maxInFlight, int maxConcurrentCalls,
        long maxBytesInFlight, InFlightBytes memory) {
    /** Few entries may still be large: so many full calls' bytes are held at most. */
    private static final int CALLS_HELD = 64;

    /** Limits that hold as many bytes as {@value #CALLS_HELD} full calls. */
    public BatchLimits(int maxEntries, long maxBytes, Duration linger, int maxInFlight, int maxConcurrentCalls) {
        this(maxEntries, maxBytes, linger, maxInFlight, maxConcurrentCalls, CALLS_HELD * maxBytes);
    }

    /** The same limits with no bound over several batchers. */
    public BatchLimits(int maxEntries, long maxBytes, Duration linger, int maxInFlight, int maxConcurrentCalls,
            long maxBytesInFlight) {
        this(maxEntries, maxBytes, linger, maxInFlight, maxConcurrentCalls, maxBytesInFlight,
                InFlightBytes.unbounded());
    }

    /** The same limits within a bound over several batchers. */
    public BatchLimits within(InFlightBytes bound) {
        return new BatchLimits(maxEntries, maxBytes, linger, maxInFlight, maxConcurrentCalls, maxBytesInFlight, bound);
    }

    public BatchLimits {
        Objects.requireNonNull(linger, "linger");
        Objects.requireNonNull(memory, "memory");
        if (maxEntries < 1 || maxBytes < 1 || linger.isNegative() || maxInFlight < 1 || maxConcurrentCalls < 1
                || maxBytesInFlight < maxBytes) {
            throw new IllegalArgumentException("maxEntries, maxBytes, maxInFlight and maxConcurrentCalls must be at"
                    + " least 1, linger at least 0 and maxBytesInFlight at least maxBytes: maxEntries=" + maxEntries
                    + " maxBytes=" + maxBytes + " linger=" + linger + " maxInFlight=" + maxInFlight
                    + " maxConcurrentCalls=" + maxConcurrentCalls + " maxBytesInFlight=" + maxBytesInFlight);
        }
    }
}
