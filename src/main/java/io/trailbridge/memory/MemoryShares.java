package io.trailbridge.memory;

/**
 * How the bytes that may be in flight are shared out. What is read waits for what is sent, and never the other way
 * round: each has a share of its own, so that neither can hold what the other needs to go on.
 *
 * @param readAhead bytes that the hub's client may hold before it hands them over, over all partitions
 * @param hub events of the hub, from when they are handed over until they are settled
 * @param sinks what is held to be sent to queues and sinks
 */
public record MemoryShares(long readAhead, InFlightBytes hub, InFlightBytes sinks) {
    /** An event in flight takes two to three times its bytes in its several forms, its mapping more for a moment. */
    private static final int OF_HEAP = 4;
    /** A share holds at least one of the largest events of a hub. */
    private static final long LEAST = 4 << 20;

    /** Of a quarter of a heap that may grow to so many bytes. */
    public static MemoryShares ofHeap(long heap) {
        return shares(heap / OF_HEAP);
    }

    /**
     * Of so many bytes in flight.
     *
     * @param heap the bytes that the heap may grow to
     * @throws IllegalArgumentException saying how many to give, if these are too few or too many for the heap
     */
    public static MemoryShares of(long bytes, long heap) {
        if (bytes < LEAST || bytes > heap / 2) {
            throw new IllegalArgumentException("give at least " + (LEAST >> 20) + "MB and at most half of the heap, which"
                    + " is " + (heap >> 20) + "MB (-Xmx): an event takes several times its bytes");
        }
        return shares(bytes);
    }

    /** Half of the bytes for what is read ahead, a quarter each for what is read and for what is sent. */
    private static MemoryShares shares(long bytes) {
        return new MemoryShares(bytes / 2, new InFlightBytes(bytes / 4), new InFlightBytes(bytes / 4));
    }
}
