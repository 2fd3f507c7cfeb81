package io.trailbridge.batch;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        return lanes.computeIfAbsent(pending.lane, key -> new Lane<>(limits));
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
        for (Object key : List.copyOf(lanes.keySet())) {
            List<Pending<E>> group = takeFrom(key, now, flush);
            if (!group.isEmpty()) {
                return group;
            }
        }
        return List.of();
    }

    /** Takes from the lane that holds the most bytes, whether or not it is better to wait. */
    List<Pending<E>> largest(long now) {
        return lanes.entrySet().stream()
                .max(Comparator.comparingLong(entry -> entry.getValue().bytes()))
                .map(entry -> takeFrom(entry.getKey(), now, true))
                .orElse(List.of());
    }

    private List<Pending<E>> takeFrom(Object key, long now, boolean flush) {
        Lane<E> lane = lanes.get(key);
        List<Pending<E>> group = lane.next(now, flush);
        if (lane.isEmpty()) {
            lanes.remove(key);
        } else if (!group.isEmpty()) {
            lanes.remove(key);
            lanes.put(key, lane);
        }
        return group;
    }

    /** Nanoseconds until the first one has waited long enough. */
    long dueIn(long now) {
        return lanes.values().stream().mapToLong(lane -> lane.dueIn(now)).min().orElse(Long.MAX_VALUE);
    }

    boolean isEmpty() {
        return lanes.isEmpty();
    }
}
