package io.trailbridge.batch;

import io.trailbridge.memory.InFlightBytes;
import java.time.Duration;
import java.util.Objects;

/**
 * Limits on how much a batcher puts into a call and how much it holds.
 *
 * @param maxEntries maximum number of entries in a call
 * @param maxBytes maximum number of bytes in a call; a single entry that is larger is refused
 * @param linger how long an entry waits for others to fill a call; zero sends at once
 * @param maxInFlight maximum number of entries held at once: waiting, in a call, or to be retried; {@code submit}
 *     blocks when it is reached
 * @param maxConcurrentCalls maximum number of concurrent calls, each on its own thread
 * @param maxBytesInFlight maximum number of bytes held at once; {@code submit} blocks when it is reached
 * @param memory the limit on the bytes of all batchers together; {@code submit} blocks when it is reached
 */
public record BatchLimits(
        int maxEntries,
        long maxBytes,
        Duration linger,
        int maxInFlight,
        int maxConcurrentCalls,
        long maxBytesInFlight,
        InFlightBytes memory) {
    /** Number of full calls whose bytes are held at most, because even few entries may be large. */
    private static final int CALLS_HELD = 64;

    /** Creates limits that hold as many bytes as {@value #CALLS_HELD} full calls. */
    public BatchLimits(int maxEntries, long maxBytes, Duration linger, int maxInFlight, int maxConcurrentCalls) {
        this(maxEntries, maxBytes, linger, maxInFlight, maxConcurrentCalls, CALLS_HELD * maxBytes);
    }

    /** Creates limits without a common limit over several batchers. */
    public BatchLimits(
            int maxEntries,
            long maxBytes,
            Duration linger,
            int maxInFlight,
            int maxConcurrentCalls,
            long maxBytesInFlight) {
        this(
                maxEntries,
                maxBytes,
                linger,
                maxInFlight,
                maxConcurrentCalls,
                maxBytesInFlight,
                InFlightBytes.unbounded());
    }

    /** Returns the same limits for calls of so many times the entries, as far as {@code maxInFlight} allows. */
    public BatchLimits times(int factor) {
        int entries = (int) Math.min((long) maxEntries * factor, maxInFlight);
        return new BatchLimits(entries, maxBytes, linger, maxInFlight, maxConcurrentCalls, maxBytesInFlight, memory);
    }

    /** Returns the same limits within a common limit over several batchers. */
    public BatchLimits within(InFlightBytes bound) {
        return new BatchLimits(maxEntries, maxBytes, linger, maxInFlight, maxConcurrentCalls, maxBytesInFlight, bound);
    }

    public BatchLimits {
        Objects.requireNonNull(linger, "linger");
        Objects.requireNonNull(memory, "memory");
        if (maxEntries < 1
                || maxBytes < 1
                || linger.isNegative()
                || maxInFlight < 1
                || maxConcurrentCalls < 1
                || maxBytesInFlight < maxBytes) {
            throw new IllegalArgumentException("maxEntries, maxBytes, maxInFlight and maxConcurrentCalls must be at"
                    + " least 1, linger at least 0 and maxBytesInFlight at least maxBytes: maxEntries=" + maxEntries
                    + " maxBytes=" + maxBytes + " linger=" + linger + " maxInFlight=" + maxInFlight
                    + " maxConcurrentCalls=" + maxConcurrentCalls + " maxBytesInFlight=" + maxBytesInFlight);
        }
    }
}
