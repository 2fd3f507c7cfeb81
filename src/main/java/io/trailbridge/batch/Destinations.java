package io.trailbridge.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The destinations of a batcher, and how they share its places. Entries of failing destinations keep at most half of
 * the places, so that they cannot lock out the entries of the others. Entries without a place return to their source.
 * Where no destination is known to work, entries wait instead: the service itself may be down, and then the source must
 * keep what it has. Guarded by the batcher's lock.
 */
final class Destinations {
    /** How long a failure may last until it counts: before that, the next attempt or two may succeed. */
    private static final long FAILS = Duration.ofSeconds(5).toNanos();
    /**
     * How long an entry waits until some waiting entries return to their source, to see whether entries for other
     * destinations are behind them.
     */
    private static final long LOOK_BEHIND = Duration.ofSeconds(10).toNanos();

    private static final int LOOKS = 20;

    private final BatchLimits limits;
    private final BackOff backOff;
    private final boolean several;
    private final Map<Object, Destination> byName = new HashMap<>();
    private int looks;

    /** @param several whether there may be more than one destination */
    Destinations(BatchLimits limits, BackOff backOff, boolean several) {
        this.limits = limits;
        this.backOff = backOff;
        this.several = several;
    }

    Destination of(Object name) {
        return byName.computeIfAbsent(
                name, any -> new Destination(new CircuitBreaker(backOff), limits.maxConcurrentCalls()));
    }

    /**
     * Returns whether the destination fails and the failing destinations have used up their share of the places, so
     * that it gets no further place.
     */
    boolean hasShare(Destination destination, long now) {
        return fails(destination, now) && excess(now) >= 0;
    }

    /**
     * Returns whether an entry that has waited for a place returns to its source.
     *
     * @param waited nanoseconds that it has waited
     */
    boolean givesBack(Destination destination, long now, long waited) {
        if (!hasShare(destination, now)) {
            return false;
        }
        looks = waited >= LOOK_BEHIND ? LOOKS : Math.max(0, looks - 1);
        return looks > 0 || othersWork(destination);
    }

    /**
     * Returns the entries that are held beyond the share of the failing destinations and are in no call, the most
     * recent first.
     */
    <E> Set<Pending<E>> beyondShare(Set<Pending<E>> held, long now) {
        Predicate<Pending<E>> mayGo = pending -> !pending.underWay
                && fails(pending.destination, now)
                && (othersWork(pending.destination) || pending.destination.failingFor(now) >= LOOK_BEHIND);
        Set<Pending<E>> beyond = new LinkedHashSet<>();
        if (excess(now) <= 0) {
            return beyond;
        }
        List<Pending<E>> all = new ArrayList<>(held);
        long entries = failing(now).stream().mapToInt(Destination::held).sum();
        long bytes = failing(now).stream().mapToLong(Destination::bytes).sum();
        for (int i = all.size() - 1; i >= 0 && excess(entries, bytes) > 0; i--) {
            if (mayGo.test(all.get(i)) && beyond.add(all.get(i))) {
                entries--;
                bytes -= all.get(i).bytes;
            }
        }
        return beyond;
    }

    private boolean fails(Destination destination, long now) {
        return several && destination.failingFor(now) >= FAILS;
    }

    private boolean othersWork(Destination failing) {
        return byName.values().stream().anyMatch(other -> other.answeredWhileFails(failing));
    }

    private List<Destination> failing(long now) {
        return byName.values().stream()
                .filter(destination -> fails(destination, now))
                .toList();
    }

    /** Returns how far the failing destinations are beyond half of the places: below 0 while there is a place. */
    private long excess(long now) {
        List<Destination> failing = failing(now);
        return excess(
                failing.stream().mapToInt(Destination::held).sum(),
                failing.stream().mapToLong(Destination::bytes).sum());
    }

    private long excess(long entries, long bytes) {
        return Math.max(2 * entries - limits.maxInFlight(), 2 * bytes - limits.maxBytesInFlight());
    }
}
