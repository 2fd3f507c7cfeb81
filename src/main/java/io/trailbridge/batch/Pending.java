package io.trailbridge.batch;

/** One entry between its submission and its settlement. Guarded by the batcher's lock; equal only to itself. */
final class Pending<E> {
    final E entry;
    final long bytes;
    final Object key;
    final Object lane;
    final Destination destination;
    final Settlement settlement;

    /** When the entry stops waiting for its batch to fill, or may be retried (nanoseconds of the batcher's clock). */
    long dueAt;

    /**
     * Maximum number of entries in a call with this one. Halved when a call fails as a whole, to find the entry to
     * blame.
     */
    int maxBatchSize;

    int failures;

    /** When the entry first failed, by the batcher's clock; meaningful only while it is failing. */
    long failingSince;

    boolean underWay;
    boolean settled;

    /** The result when the entry is no longer held; null when it was accepted. */
    RuntimeException failure;

    Pending(
            E entry,
            long bytes,
            Object key,
            Object lane,
            Destination destination,
            Settlement settlement,
            long dueAt,
            int maxBatchSize) {
        this.entry = entry;
        this.bytes = bytes;
        this.key = key;
        this.lane = lane;
        this.destination = destination;
        this.settlement = settlement;
        this.dueAt = dueAt;
        this.maxBatchSize = maxBatchSize;
    }
}
