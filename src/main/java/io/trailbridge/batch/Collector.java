package io.trailbridge.batch;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Entries that wait for their batch to fill, each in its {@link Lane}. Lanes take turns. Guarded by the batcher's lock.
 */
final class Collector<E> {
    private final BatchLimits limits;
    private final Map<Object, Lane<E>> lanes = new LinkedHashMap<>();

    Collector(BatchLimits limits) {
        this.limits = limits;
    }

    void add(Pending<E> pending) {
        lane(pending).add(pending);
    }

    /** Puts a group of entries of one lane back at the front of that lane, in the group's order. */
    void addFirst(List<Pending<E>> group) {
        lane(group.get(0)).addFirst(group);
    }

    private Lane<E> lane(Pending<E> pending) {
        return lanes.computeIfAbsent(pending.lane, key -> new Lane<>(limits, pending.destination));
    }

    /** Limits the waiting time of all entries: each is due at this time at the latest. */
    void dueBy(long at) {
        lanes.values().forEach(lane -> lane.dueBy(at));
    }

    /**
     * Takes the entries of the next call.
     *
     * @param flush whether to take the waiting entries without waiting for more
     * @return the entries; empty when it is better to wait
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
     * Takes entries from the lane that holds the most bytes among those whose destination may be called, without
     * waiting for more.
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

    /** Moves a lane to the end of the turn order; removes it when it is empty. */
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
     * Returns the nanoseconds until a call may begin; {@code Long.MAX_VALUE} when none may begin before another ends.
     *
     * @param flush whether no entry waits for its batch to fill
     */
    long callIn(long now, boolean flush) {
        return lanes.values().stream()
                .mapToLong(lane ->
                        Math.max(flush ? 0 : lane.dueIn(now), lane.destination().callIn(now)))
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
