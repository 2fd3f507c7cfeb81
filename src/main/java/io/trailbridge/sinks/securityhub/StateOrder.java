package io.trailbridge.sinks.securityhub;

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
 * <p>Guarantees. At most one state of a finding (by its Id) is under way. A newer one waits until it has ended. An
 * older one is not sent when the newer is accepted: it is settled with it, as accepted, and counted; when the newer is
 * rejected, the older one is sent after all. So the last state that is accepted is the newest that could be. Which is
 * the newer, {@code UpdatedAt} tells as an instant; of two with one time, the one that arrived later, unless they say
 * the same. (Security Hub itself ignores an update whose {@code UpdatedAt} is not after the one it has: user guide,
 * "BatchImportFindings for finding providers". It does not say what two calls at once do.)
 * Each settlement is told once. A finding is forgotten when none of its states is left.
 *
 * <p>Threads. Safe to use from any. {@link #submit} blocks while the limits' {@code maxInFlight} or
 * {@code maxBytesInFlight} are held, those that wait for another state included; so whom it sends to never has to
 * block. A settlement may submit again without waiting.
 *
 * <p>On stop there is nothing to do: when a state ends with a {@link StoppedException}, so do all that wait for it.
 */
final class StateOrder {
    /** Where states are sent; it tells the settlement once, perhaps before it returns. */
    interface Target {
        void submit(Finding finding, Settlement settlement) throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(StateOrder.class);

    private final String name;
    private final Target target;
    private final BatchLimits limits;
    private final AtomicInteger waiting;
    private final Counter superseded;
    private final ThreadLocal<Boolean> telling = ThreadLocal.withInitial(() -> false);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition place = lock.newCondition();
    // All below are guarded by the lock.
    private final Map<String, States> byId = new HashMap<>();
    private int held;
    private long bytesHeld;
    private long arrivals;

    /**
     * @param name for exceptions and logs
     * @param waiting has the number of states added that wait for another
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
     * Hands a state over; blocks while there is no place for it.
     *
     * @throws InterruptedException when interrupted while waiting for a place: the state was not taken and its
     *     settlement will not be told
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

    private boolean hasPlace(long bytes) {
        return telling.get() || held == 0
                || held < limits.maxInFlight() && bytesHeld + bytes <= limits.maxBytesInFlight();
    }

    /** Findings of which a state is held. */
    int findings() {
        lock.lock();
        try {
            return byId.size();
        } finally {
            lock.unlock();
        }
    }

    /** Sends a state, and the next ones as long as each has ended before its sending has. */
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

    /** One sending of the state under way. */
    private final class Attempt implements Settlement {
        private final States states;
        // Guarded by the lock.
        private boolean sent;
        private boolean ended;
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
            // Sent before it is told: a settlement runs the rest of a route.
            List<End> ends = new ArrayList<>();
            State next = end(states, how, ends);
            send(states, next);
            tell(ends);
        }

        /** What to send next when this one has ended already; else that is for the thread that settles it. */
        State sent() {
            lock.lock();
            try {
                sent = true;
                if (!ended) {
                    return null;
                }
            } finally {
                lock.unlock();
            }
            List<End> ends = new ArrayList<>();
            State next = end(states, failure, ends);
            tell(ends);
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

    private void tell(List<End> ends) {
        boolean outer = telling.get();
        telling.set(true);
        try {
            for (End end : ends) {
                try {
                    end.state().settlement().settled(end.failure());
                } catch (Throwable e) {
                    LOG.error("at={} a settlement failed; the others are told", name, e);
                }
            }
        } finally {
            telling.set(outer);
        }
    }
}
