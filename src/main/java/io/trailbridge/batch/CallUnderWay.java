package io.trailbridge.batch;

import java.util.List;

/** A call that has no answer yet; equal only to itself. */
final class CallUnderWay<E> {
    private final List<Pending<E>> entries;
    private final long startedAt;

    /** @param startedAt nanoseconds of the batcher's time */
    CallUnderWay(List<Pending<E>> entries, long startedAt) {
        this.entries = entries;
        this.startedAt = startedAt;
    }

    List<Pending<E>> entries() {
        return entries;
    }

    long startedAt() {
        return startedAt;
    }
}
