package io.trailbridge.sinks.securityhub;

import io.trailbridge.batch.Settlement;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The unsettled states of one finding: one under way, the others in their order. Guarded by the order's lock. */
final class States {
    /** One state, and who waits for its end. */
    record State(Finding finding, Settlement settlement, long arrival) {}

    private final PriorityQueue<State> waiting = new PriorityQueue<>(
            Comparator.comparing((State state) -> state.finding().updatedAt()).thenComparing(State::arrival));
    private State underWay;
    /** The last state that was accepted; null when none was since the first of these arrived. */
    private Finding accepted;

    /** Whether one is under way: then the others wait for its end. */
    boolean areBusy() {
        return underWay != null;
    }

    void add(State state) {
        waiting.add(state);
    }

    /** The one under way is accepted, and what that makes obsolete can not be rejected any more. */
    void accepted() {
        accepted = underWay.finding();
    }

    /** Takes one that need not be sent any more; null when there is none. */
    State takeObsolete() {
        boolean obsolete = accepted != null && !waiting.isEmpty()
                && waiting.element().finding().isObsoleteAfter(accepted);
        return obsolete ? waiting.remove() : null;
    }

    /** Takes any; null when none waits. */
    State take() {
        return waiting.poll();
    }

    State underWay() {
        return underWay;
    }

    /** Puts the oldest of those that wait under way, and returns it; null when none waits. */
    State next() {
        underWay = waiting.poll();
        return underWay;
    }
}
