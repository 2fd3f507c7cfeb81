package io.trailbridge.eventhubs;

/**
 * How many events the SDK may hold of a partition before it hands them over. The SDK bounds them by number only, so
 * each is taken to be as large as the service lets it be: 1 MiB in the Basic, Standard and Premium tiers.
 *
 * <p>For each partition the SDK holds {@code prefetch} events on the link, in whole batches as many again for the
 * callback, a batch that fills, and the one that the callback works on.
 *
 * @param prefetch the credit of the link
 * @param batch events handed over at once, at most
 */
record ReadAhead(int prefetch, int batch) {
    private static final int LARGEST_BATCH = 100;
    private static final int LARGEST_PREFETCH = 500;
    private static final long LARGEST_EVENT = 1 << 20;
    /** As many as a hub of the Standard tier has at most. */
    private static final int UNKNOWN_PARTITIONS = 32;
    /** The batch that fills and the one under way take a quarter of what is held, the prefetched ones the rest. */
    private static final int BATCHES = 8;

    /** As somebody wants it who knows how large the events are. */
    static ReadAhead of(int prefetch) {
        return new ReadAhead(prefetch, LARGEST_BATCH);
    }

    /**
     * As far as the bytes allow, and at least one event.
     *
     * @param bytes of all partitions together
     * @param partitions of the hub, or 0 where that is not known
     */
    static ReadAhead within(long bytes, int partitions) {
        long events = bytes / LARGEST_EVENT / (partitions == 0 ? UNKNOWN_PARTITIONS : partitions);
        int batch = (int) Math.max(1, Math.min(LARGEST_BATCH, events / BATCHES));
        return new ReadAhead((int) Math.max(1, Math.min(LARGEST_PREFETCH, events / 2 - batch)), batch);
    }

    /** Events of a partition that the SDK holds, at most. */
    int held() {
        return prefetch + (Math.max(prefetch / batch, 1) + 2) * batch;
    }
}
