package io.trailbridge.sinks.securityhub;

import io.trailbridge.batch.Settlement;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The unsettled states of one finding: one in progress, the others in their order. Guarded by the lock of
 * {@link StateOrder}.
 */
final class States {
    /** One state, and the settlement that waits for its end. */
    record State(Finding finding, Settlement settlement, long arrival) {}

    private final PriorityQueue<State> waiting = new PriorityQueue<>(
            Comparator.comparing((State state) -> state.finding().updatedAt()).thenComparing(State::arrival));
    private State underWay;
    /** The last accepted state; null when none was accepted since the first of these states arrived. */
    private Finding accepted;

    /** Returns whether a state is in progress: then the others wait for its end. */
    boolean areBusy() {
        return underWay != null;
    }

    void add(State state) {
        waiting.add(state);
    }

    /**
     * Records that the state in progress is accepted; the states that it makes obsolete cannot be rejected any more.
     */
    void accepted() {
        accepted = underWay.finding();
    }

    /** Takes a state that need not be sent any more; null when there is none. */
    State takeObsolete() {
        boolean obsolete = accepted != null
                && !waiting.isEmpty()
                && waiting.element().finding().isObsoleteAfter(accepted);
        return obsolete ? waiting.remove() : null;
    }

    /** Takes the oldest waiting state; null when none waits. */
    State take() {
        return waiting.poll();
    }

    State underWay() {
        return underWay;
    }

    /** Makes the oldest waiting state the one in progress, and returns it; null when none waits. */
    State next() {
        underWay = waiting.poll();
        return underWay;
    }
}
