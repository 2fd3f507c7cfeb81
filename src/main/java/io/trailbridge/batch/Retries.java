package io.trailbridge.batch;

import java.util.ArrayDeque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/** Entries that are to be tried again, each group at its time. Guarded by the batcher's lock. */
final class Retries<E> {
    private record Group<E>(long dueAt, List<Pending<E>> entries) {}

    private final boolean together;
    private final PriorityQueue<Group<E>> later =
            new PriorityQueue<>((a, b) -> Long.signum(a.dueAt - b.dueAt));
    private final Queue<List<Pending<E>>> ready = new ArrayDeque<>();

    /** @param together whether a group is tried again as it is, not as single entries */
    Retries(boolean together) {
        this.together = together;
    }

    void add(List<Pending<E>> entries, long dueAt) {
        later.add(new Group<>(dueAt, entries));
    }

    /** Moves what is due: single entries to the collector, groups in front of it. */
    void release(long now, Collector<E> collector) {
        while (!later.isEmpty() && later.peek().dueAt - now <= 0) {
            List<Pending<E>> entries = later.poll().entries;
            if (together) {
                ready.add(entries);
            } else {
                entries.forEach(collector::add);
            }
        }
    }

    boolean hasGroup() {
        return !ready.isEmpty();
    }

    /** A group that is due, to be called as it is; empty when there is none. */
    List<Pending<E>> group() {
        return hasGroup() ? ready.remove() : List.of();
    }

    boolean isWaiting() {
        return !later.isEmpty();
    }

    /** Nanoseconds until the first of those that wait is due. */
    long dueIn(long now) {
        return later.element().dueAt - now;
    }
}
