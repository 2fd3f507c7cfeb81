package io.trailbridge.batch;

/** One entry between its submission and its settlement. Guarded by the batcher's lock; equal only to itself. */
final class Pending<E> {
    final E entry;
    final long bytes;
    final Object key;
    final Object lane;
    final Destination destination;
    final Settlement settlement;

    /** When it need not wait for company any longer, or may be tried again (nanoseconds of the batcher's time). */
    long dueAt;

    /** Entries that may be in a call with it. Halved when a call fails as a whole, to find the one that is to blame. */
    int maxCompany;

    int failures;

    /** When it was first seen to fail, by the batcher's time; has a meaning only while it is failing. */
    long failingSince;

    boolean underWay;
    boolean settled;

    /** How it ended, when it is no longer held; null when it was accepted. */
    RuntimeException failure;

    Pending(E entry, long bytes, Object key, Object lane, Destination destination, Settlement settlement, long dueAt,
            int maxCompany) {
        this.entry = entry;
        this.bytes = bytes;
        this.key = key;
        this.lane = lane;
        this.destination = destination;
        this.settlement = settlement;
        this.dueAt = dueAt;
        this.maxCompany = maxCompany;
    }
}
