package io.trailbridge.batch;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Entries that wait for company, each in its {@link Lane}. Lanes take turns. Guarded by the batcher's lock. */
final class Collector<E> {
    private final BatchLimits limits;
    private final Map<Object, Lane<E>> lanes = new LinkedHashMap<>();

    Collector(BatchLimits limits) {
        this.limits = limits;
    }

    void add(Pending<E> pending) {
        lane(pending).add(pending);
    }

    /** Puts a group, which is of one lane, back in front of all others of it, in its order. */
    void addFirst(List<Pending<E>> group) {
        lane(group.get(0)).addFirst(group);
    }

    private Lane<E> lane(Pending<E> pending) {
        return lanes.computeIfAbsent(pending.lane, key -> new Lane<>(limits, pending.destination));
    }

    /** Nobody waits longer than until then. */
    void dueBy(long at) {
        lanes.values().forEach(lane -> lane.dueBy(at));
    }

    /**
     * Takes the entries of the next call.
     *
     * @param flush whether to take what is there without waiting for more
     * @return empty when it is better to wait
     */
    List<Pending<E>> next(long now, boolean flush) {
        for (Map.Entry<Object, Lane<E>> entry : lanes.entrySet()) {
            Lane<E> lane = entry.getValue();
            List<Pending<E>> group = lane.destination().callIn(now) > 0 ? List.of() : lane.next(now, flush);
            if (!group.isEmpty()) {
                moveToEnd(entry.getKey());
                return group;
            }
        }
        return List.of();
    }

    /**
     * Takes from the lane that holds the most bytes of those that may be called, whether or not it is better to wait.
     */
    List<Pending<E>> largest(long now) {
        Map.Entry<Object, Lane<E>> largest = lanes.entrySet().stream()
                .filter(entry -> entry.getValue().destination().callIn(now) <= 0)
                .max(Comparator.comparingLong(entry -> entry.getValue().bytes()))
                .orElse(null);
        if (largest == null) {
            return List.of();
        }
        List<Pending<E>> group = largest.getValue().next(now, true);
        moveToEnd(largest.getKey());
        return group;
    }

    /** An empty lane is forgotten. */
    private void moveToEnd(Object key) {
        Lane<E> lane = lanes.remove(key);
        if (!lane.isEmpty()) {
            lanes.put(key, lane);
        }
    }

    void removeAll(Set<Pending<E>> gone) {
        lanes.values().forEach(lane -> lane.removeAll(gone));
        lanes.values().removeIf(Lane::isEmpty);
    }

    /**
     * Nanoseconds until a call may begin; {@code Long.MAX_VALUE} when none may before another ends.
     *
     * @param flush whether nobody waits for company
     */
    long callIn(long now, boolean flush) {
        return lanes.values().stream()
                .mapToLong(lane -> Math.max(flush ? 0 : lane.dueIn(now), lane.destination().callIn(now)))
                .min().orElse(Long.MAX_VALUE);
    }
}
