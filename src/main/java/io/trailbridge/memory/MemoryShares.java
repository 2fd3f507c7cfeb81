package io.trailbridge.memory;

/**
 * The shares of the bytes that may be in flight. Reading waits for sending, and never the other way round: each has its
 * own share, so that neither can hold what the other needs to continue.
 *
 * @param readAhead bytes that the hub's client may hold before it delivers them, over all partitions
 * @param hub events of the hub, from their delivery until they are settled
 * @param sinks what is held for sending to queues and sinks
 */
public record MemoryShares(long readAhead, InFlightBytes hub, InFlightBytes sinks) {
    /**
     * The part of the heap: an event in flight needs two to three times its bytes in its several forms, and its mapping
     * briefly needs more.
     */
    private static final int OF_HEAP = 4;
    /** The fewest bytes in flight: a share then holds at least one of the largest events of a hub. */
    private static final long LEAST = 4 << 20;

    /** Returns the shares of a quarter of a heap that may grow to this many bytes. */
    public static MemoryShares ofHeap(long heap) {
        return shares(heap / OF_HEAP);
    }

    /**
     * Returns the shares of this many bytes in flight.
     *
     * @param heap the bytes that the heap may grow to
     * @throws IllegalArgumentException if the bytes are too few, or too many for the heap; names how many to give
     */
    public static MemoryShares of(long bytes, long heap) {
        if (bytes < LEAST || bytes > heap / 2) {
            throw new IllegalArgumentException(
                    "give at least " + (LEAST >> 20) + "MB and at most half of the heap, which" + " is " + (heap >> 20)
                            + "MB (-Xmx): an event needs several times its size in memory");
        }
        return shares(bytes);
    }

    /** Assigns half of the bytes to read-ahead, and a quarter each to what is read and to what is sent. */
    private static MemoryShares shares(long bytes) {
        return new MemoryShares(bytes / 2, new InFlightBytes(bytes / 4), new InFlightBytes(bytes / 4));
    }
}
