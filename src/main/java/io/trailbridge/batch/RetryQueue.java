package io.trailbridge.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** Entries that are to be retried, each group at its time. Guarded by the batcher's lock. */
final class RetryQueue<E> {
    private record Group<E>(long dueAt, List<Pending<E>> entries) {}

    private final boolean together;
    private final PriorityQueue<Group<E>> later = new PriorityQueue<>((a, b) -> Long.signum(a.dueAt - b.dueAt));
    private final List<List<Pending<E>>> ready = new ArrayList<>();

    /** @param together whether a group is retried unchanged, not as single entries */
    RetryQueue(boolean together) {
        this.together = together;
    }

    void add(List<Pending<E>> entries, long dueAt) {
        later.add(new Group<>(dueAt, entries));
    }

    /**
     * Releases the entries that are due: single entries go to the collector; groups stay here, ready to be called
     * before the collector's entries.
     */
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

    /** Returns a group that is due, to be called unchanged; empty when no group may be called. */
    List<Pending<E>> group(long now) {
        for (List<Pending<E>> group : ready) {
            if (callIn(group, now) <= 0) {
                ready.remove(group);
                return group;
            }
        }
        return List.of();
    }

    /**
     * Returns the nanoseconds until a due group may be called; {@code Long.MAX_VALUE} when none may be called before a
     * call ends.
     */
    long callIn(long now) {
        return ready.stream().mapToLong(group -> callIn(group, now)).min().orElse(Long.MAX_VALUE);
    }

    private static long callIn(List<? extends Pending<?>> group, long now) {
        return group.get(0).destination.callIn(now);
    }

    void removeAll(Set<Pending<E>> gone) {
        List<Group<E>> waiting = List.copyOf(later);
        later.clear();
        for (Group<E> group : waiting) {
            List<Pending<E>> left = without(gone, group.entries);
            if (!left.isEmpty()) {
                later.add(new Group<>(group.dueAt, left));
            }
        }
        ready.replaceAll(group -> without(gone, group));
        ready.removeIf(List::isEmpty);
    }

    private static <E> List<Pending<E>> without(Set<Pending<E>> gone, List<Pending<E>> entries) {
        return entries.stream().filter(pending -> !gone.contains(pending)).toList();
    }

    boolean isWaiting() {
        return !later.isEmpty();
    }

    /** Returns the nanoseconds until the first waiting group is due. */
    long dueIn(long now) {
        return later.element().dueAt - now;
    }
}
