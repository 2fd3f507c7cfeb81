package io.trailbridge.eventhubs;

/**
 * How many events of a partition the SDK may hold before it delivers them. The SDK bounds them by number only, so each
 * event is assumed to have the largest size that the service allows: 1 MiB in the Basic, Standard and Premium tiers.
 *
 * <p>For each partition the SDK holds {@code prefetch} events on the link, as many again in whole batches for the
 * callback, a batch that is being filled, and the batch that the callback processes.
 *
 * @param prefetch the credit of the link
 * @param batch    the greatest number of events that are delivered at once
 */
record ReadAhead(int prefetch, int batch) {
    private static final int LARGEST_BATCH = 100;
    private static final int LARGEST_PREFETCH = 500;
    private static final long LARGEST_EVENT = 1 << 20;
    /** The greatest number of partitions of a hub in the Standard tier. */
    private static final int UNKNOWN_PARTITIONS = 32;
    /**
     * The batch that is being filled and the one in progress hold a quarter of the events, the prefetched ones the
     * rest.
     */
    private static final int BATCHES = 8;

    /** Returns the read-ahead for a prefetch that was set by a user, who knows how large the events are. */
    static ReadAhead of(int prefetch) {
        return new ReadAhead(prefetch, LARGEST_BATCH);
    }

    /**
     * Returns the read-ahead that the bytes allow, at least one event.
     *
     * @param bytes      the bytes for all partitions together
     * @param partitions the number of partitions of the hub, or 0 when it is not known
     */
    static ReadAhead within(long bytes, int partitions) {
        long events = bytes / LARGEST_EVENT / (partitions == 0 ? UNKNOWN_PARTITIONS : partitions);
        int batch = (int) Math.max(1, Math.min(LARGEST_BATCH, events / BATCHES));
        return new ReadAhead((int) Math.max(1, Math.min(LARGEST_PREFETCH, events / 2 - batch)), batch);
    }

    /** Returns the greatest number of events of a partition that the SDK holds. */
    int held() {
        return prefetch + (Math.max(prefetch / batch, 1) + 2) * batch;
    }
}
