package io.trailbridge.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Entries of one lane that wait for their batch to fill, and the rules by which they share a call: a maximum number of
 * entries, a maximum number of bytes, and one entry per key. Guarded by the batcher's lock.
 */
final class Lane<E> {
    /**
     * Number of waiting entries to search for those that may share the call when those in front may not, in full calls.
     */
    private static final int LOOK_AHEAD = 4;

    private final int maxEntries;
    private final long maxBytes;
    private final Deque<Pending<E>> waiting = new ArrayDeque<>();
    private long bytes;
    private int narrowed;

    private final Destination destination;

    Lane(BatchLimits limits, Destination destination) {
        this.destination = destination;
        maxEntries = limits.maxEntries();
        maxBytes = limits.maxBytes();
    }

    void add(Pending<E> pending) {
        waiting.addLast(pending);
        count(pending, 1);
    }

    /** Puts a group back in front of all others, in the group's order. */
    void addFirst(List<Pending<E>> group) {
        for (int i = group.size() - 1; i >= 0; i--) {
            waiting.addFirst(group.get(i));
            count(group.get(i), 1);
        }
    }

    /** Limits the waiting time of all entries: each is due at this time at the latest. */
    void dueBy(long at) {
        waiting.forEach(pending -> pending.dueAt = at - pending.dueAt < 0 ? at : pending.dueAt);
    }

    long bytes() {
        return bytes;
    }

    Destination destination() {
        return destination;
    }

    void removeAll(Set<Pending<E>> gone) {
        waiting.removeIf(pending -> {
            boolean removed = gone.contains(pending);
            if (removed) {
                count(pending, -1);
            }
            return removed;
        });
    }

    /**
     * Takes the entries of the next call.
     *
     * @param flush whether to take the waiting entries without waiting for more
     * @return the entries; empty when it is better to wait
     */
    List<Pending<E>> next(long now, boolean flush) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        boolean due = flush || dueIn(now) <= 0;
        boolean mayBeFull = waiting.size() >= maxEntries || bytes > maxBytes || narrowed > 0;
        return due || mayBeFull ? take(due) : List.of();
    }

    private List<Pending<E>> take(boolean due) {
        List<Pending<E>> group = new ArrayList<>(Math.min(maxEntries, waiting.size()));
        List<Pending<E>> passedOver = new ArrayList<>();
        Set<Object> keys = new HashSet<>();
        long room = maxBytes;
        int batchSize = maxEntries;
        boolean full = false;
        while (!full && !waiting.isEmpty() && group.size() + passedOver.size() < LOOK_AHEAD * maxEntries) {
            Pending<E> next = waiting.peekFirst();
            if (next.bytes > room) {
                full = true;
            } else {
                waiting.removeFirst();
                count(next, -1);
                boolean joins = group.size() < next.maxBatchSize && (next.key == null || keys.add(next.key));
                (joins ? group : passedOver).add(next);
                room -= joins ? next.bytes : 0;
                batchSize = joins ? Math.min(batchSize, next.maxBatchSize) : batchSize;
                full = group.size() >= batchSize;
            }
        }
        addFirst(passedOver);
        if (due || full) {
            return group;
        }
        addFirst(group);
        return List.of();
    }

    /** Returns the nanoseconds until the first entry is due. */
    long dueIn(long now) {
        return waiting.getFirst().dueAt - now;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    private void count(Pending<E> pending, int sign) {
        bytes += sign * pending.bytes;
        narrowed += pending.maxBatchSize < maxEntries ? sign : 0;
    }
}
