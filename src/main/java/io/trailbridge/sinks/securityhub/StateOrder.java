package io.trailbridge.sinks.securityhub;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.Counter;
import io.trailbridge.batch.BatchLimits;
import io.trailbridge.batch.Settlement;
import io.trailbridge.batch.StoppedException;
import io.trailbridge.sinks.securityhub.States.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the states of each finding one after the other, the older ones first.
 *
 * <p>Guarantees. At most one state of a finding (by its Id) is in progress; a newer state waits until it has ended. An
 * older state is not sent when the newer one is accepted: it is settled with the newer one, as accepted, and counted.
 * When the newer one is rejected, the older one is sent after all. So the last state that is accepted is the newest
 * acceptable one. {@code UpdatedAt}, compared as an instant, decides which state is newer; of two with the same time,
 * the one that arrived later is newer, unless their content is equal. (Security Hub itself ignores an update whose
 * {@code UpdatedAt} is not after the one it has: user guide, "BatchImportFindings for finding providers". It does not
 * specify the effect of two concurrent calls.) Each settlement is called once. A finding is removed from memory when
 * none of its states is left.
 *
 * <p>Threads. Safe to use from any thread. {@link #submit} blocks while {@code maxInFlight} or {@code maxBytesInFlight}
 * of the limits are reached, including the states that wait for another state; so the target never has to block. A
 * settlement may submit again without waiting.
 *
 * <p>On stop there is nothing to do: when a state ends with a {@link StoppedException}, so do all states that wait for
 * it.
 */
final class StateOrder {
    /** The receiver of states; it calls the settlement once, perhaps before {@code submit} returns. */
    interface Target {
        void submit(Finding finding, Settlement settlement) throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(StateOrder.class);

    private final String name;
    private final Target target;
    private final BatchLimits limits;
    private final AtomicInteger waiting;
    private final Counter superseded;
    private final ThreadLocal<Boolean> settling = ThreadLocal.withInitial(() -> false);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition place = lock.newCondition();

    @GuardedBy("lock")
    private final Map<String, States> byId = new HashMap<>();

    @GuardedBy("lock")
    private int held;

    @GuardedBy("lock")
    private long bytesHeld;

    @GuardedBy("lock")
    private long arrivals;

    /**
     * @param name the name in exceptions and logs
     * @param waiting increased by the number of states that wait for another
     * @param superseded counts states that were not sent because a newer one was accepted
     */
    StateOrder(String name, Target target, BatchLimits limits, AtomicInteger waiting, Counter superseded) {
        this.name = name;
        this.target = target;
        this.limits = limits;
        this.waiting = waiting;
        this.superseded = superseded;
    }

    /**
     * Submits a state; blocks while there is no place for it.
     *
     * @throws InterruptedException when interrupted while waiting for a place: the state was not taken and its
     *     settlement will not be called
     */
    void submit(Finding finding, Settlement settlement) throws InterruptedException {
        States states;
        State state;
        lock.lockInterruptibly();
        try {
            while (!hasPlace(finding.bytes())) {
                place.await();
            }
            held++;
            bytesHeld += finding.bytes();
            states = byId.computeIfAbsent(finding.id(), id -> new States());
            states.add(new State(finding, settlement, arrivals++));
            if (states.areBusy()) {
                waiting.incrementAndGet();
                return;
            }
            state = states.next();
        } finally {
            lock.unlock();
        }
        send(states, state);
    }

    @GuardedBy("lock")
    private boolean hasPlace(long bytes) {
        return settling.get()
                || held == 0
                || held < limits.maxInFlight() && bytesHeld + bytes <= limits.maxBytesInFlight();
    }

    /** Returns the number of findings of which a state is held. */
    int findings() {
        lock.lock();
        try {
            return byId.size();
        } finally {
            lock.unlock();
        }
    }

    /** Sends a state, and then the next ones as long as each ends before the call that sends it returns. */
    private void send(States states, State first) {
        State state = first;
        while (state != null) {
            Attempt attempt = new Attempt(states);
            try {
                target.submit(state.finding(), attempt);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                attempt.settled(new StoppedException(name));
            }
            state = attempt.sent();
        }
    }

    /** One attempt to send the state in progress. */
    private final class Attempt implements Settlement {
        private final States states;

        @GuardedBy("lock")
        private boolean sent;

        @GuardedBy("lock")
        private boolean ended;

        @GuardedBy("lock")
        private RuntimeException failure;

        Attempt(States states) {
            this.states = states;
        }

        @Override
        public void settled(RuntimeException how) {
            lock.lock();
            try {
                failure = how;
                ended = true;
                if (!sent) {
                    return;
                }
            } finally {
                lock.unlock();
            }
            // The next state is sent before the settlements are called: a settlement runs the rest of a route.
            List<End> ends = new ArrayList<>();
            State next = end(states, how, ends);
            send(states, next);
            callSettlements(ends);
        }

        /**
         * Returns the next state to send when this one has ended already; otherwise null, and the thread that settles
         * this one sends the next.
         */
        State sent() {
            RuntimeException how;
            lock.lock();
            try {
                sent = true;
                if (!ended) {
                    return null;
                }
                how = failure;
            } finally {
                lock.unlock();
            }
            List<End> ends = new ArrayList<>();
            State next = end(states, how, ends);
            callSettlements(ends);
            return next;
        }
    }

    private record End(State state, RuntimeException failure) {}

    private State end(States states, RuntimeException failure, List<End> ends) {
        lock.lock();
        try {
            State ended = states.underWay();
            ends.add(new End(ended, failure));
            if (failure == null) {
                states.accepted();
            }
            boolean stopped = failure instanceof StoppedException;
            for (State other = states.takeObsolete(); other != null; other = states.takeObsolete()) {
                ends.add(new End(other, null));
                superseded.increment();
            }
            for (State other = stopped ? states.take() : null; other != null; other = states.take()) {
                ends.add(new End(other, new StoppedException(name)));
            }
            for (End end : ends) {
                held--;
                bytesHeld -= end.state().finding().bytes();
            }
            State next = states.next();
            waiting.addAndGet(1 - ends.size() - (next == null ? 0 : 1));
            if (next == null) {
                byId.remove(ended.finding().id());
            }
            place.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void callSettlements(List<End> ends) {
        boolean outer = settling.get();
        settling.set(true);
        try {
            for (End end : ends) {
                try {
                    end.state().settlement().settled(end.failure());
                } catch (Throwable e) {
                    LOG.error("at={} a settlement failed, the others continue", name, e);
                }
            }
        } finally {
            settling.set(outer);
        }
    }
}
