package io.trailbridge.batch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.aws.CallFailure.Kind;
import io.trailbridge.fault.OneLine;
import io.trailbridge.memory.OutOfMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects entries into service calls and reports the result of each entry.
 *
 * <p>Guarantees. Each entry's {@link Settlement} is called exactly once. A call has at most {@code maxEntries} entries
 * and {@code maxBytes} bytes, and no two entries with the same key. A transient failure is retried without limit, with
 * exponential back-off and full jitter; its entry keeps its place in {@code maxInFlight} meanwhile. When a service
 * refuses a call as a whole, the call is split until the one entry to blame is found: only that entry is rejected.
 * Order is not kept. Entries of different lanes never share a call. A destination that fails slows down only its own
 * entries, and leaves half of the places to the entries of the others.
 *
 * <p>Threads. Safe to use from any thread. Besides {@link #stop}, only {@link #submit} blocks, and only when
 * {@code maxInFlight} entries (or {@code maxBytesInFlight}, or the bytes of the limit that it shares with other
 * batchers) are held: that is the back-pressure. While {@link #submit} waits for a place and no call is in progress,
 * held entries are sent without waiting for the batch to fill. Settlements run on the threads that make the calls. A
 * settlement may submit again: to its own batcher without waiting, to another with up to twice that batcher's places,
 * so that the results of one sink cannot be locked out by the entries that they lead to.
 *
 * <p>On stop, collected entries are sent at once and retries continue until the grace period ends. Then the remaining
 * entries are settled with a {@link StoppedException}, and so is every entry submitted afterwards.
 */
public final class Batcher<E> {
    private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(10);
    private static final Duration LAST_SETTLEMENTS = Duration.ofSeconds(5);
    private static final long LOOK_FOR_A_PLACE = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final String target;
    private final BatchLimits limits;
    private final EntryShape<E> shape;
    private final BatchCall<E> call;
    private final BatchMeters.Of meters;
    private final BatchRuntime runtime;
    private final BackOff backOff;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition place = lock.newCondition();
    private final Condition idle = lock.newCondition();

    @GuardedBy("lock")
    private final Collector<E> collector;

    @GuardedBy("lock")
    private final RetryQueue<E> retries;
    /** Used with the lock held, except for what {@link HeldEntries} names. */
    private final HeldEntries<E> held;

    @GuardedBy("lock")
    private final Destinations destinations;

    @GuardedBy("lock")
    private final BatchFaults faults;

    @GuardedBy("lock")
    private final WakeUp wakeUp;

    @GuardedBy("lock")
    private int calls;

    @GuardedBy("lock")
    private int waitingForPlace;

    @GuardedBy("lock")
    private Duration linger;

    @GuardedBy("lock")
    private boolean stopping;

    @GuardedBy("lock")
    private boolean stopped;

    /**
     * Creates and starts a batcher.
     *
     * @param name the name in logs, metrics and threads, such as {@code sqs-batch:cloudtrail}
     * @param target the name in its exceptions, such as {@code cloudtrail}
     */
    public Batcher(
            String name,
            String target,
            BatchLimits limits,
            EntryShape<E> shape,
            BatchCall<E> call,
            BatchMeters.Of meters) {
        this(name, target, limits, shape, call, meters, new BatchThreads(name, limits.maxConcurrentCalls()));
    }

    Batcher(
            String name,
            String target,
            BatchLimits limits,
            EntryShape<E> shape,
            BatchCall<E> call,
            BatchMeters.Of meters,
            BatchRuntime runtime) {
        this.name = name;
        this.target = target;
        this.limits = limits;
        this.shape = shape;
        this.call = call;
        this.meters = meters;
        this.runtime = runtime;
        backOff = new BackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF, runtime::random);
        collector = new Collector<>(limits);
        retries = new RetryQueue<>(shape.together());
        linger = limits.linger();
        destinations = new Destinations(limits, backOff, shape.isForSeveral());
        faults = new BatchFaults(meters.fault(), call.patience());
        held = new HeldEntries<>(limits, destinations, this::roomMade);
        wakeUp = new WakeUp(runtime, this::look);
    }

    /**
     * Submits an entry; blocks while there is no place for it.
     *
     * @throws InterruptedException when interrupted while waiting for a place: the entry was not taken and its
     *     settlement will not be called
     */
    public void submit(E entry, Settlement settlement) throws InterruptedException {
        long bytes = shape.bytes().applyAsLong(entry);
        if (bytes > limits.maxBytes()) {
            settlement.settled(new EntryTooLargeException(bytes, limits.maxBytes(), target));
            return;
        }
        RuntimeException refusal;
        lock.lockInterruptibly();
        try {
            Destination destination = destinations.of(shape.destination().apply(entry));
            refusal = awaitPlace(destination, bytes);
            if (refusal == null) {
                hold(new Pending<>(
                        entry,
                        bytes,
                        shape.key().apply(entry),
                        shape.lane().apply(entry),
                        destination,
                        settlement,
                        runtime.nanos() + linger.toNanos(),
                        limits.maxEntries()));
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            settlement.settled(refusal);
        }
    }

    @GuardedBy("lock")
    private void hold(Pending<E> pending) {
        held.add(pending);
        meters.inFlight().incrementAndGet();
        collector.add(pending);
        pump();
    }

    /**
     * Waits for a place. Returns null when there is one, or else the exception with the reason why there will be none.
     */
    @GuardedBy("lock")
    private RuntimeException awaitPlace(Destination destination, long bytes) throws InterruptedException {
        long since = runtime.nanos();
        while (!stopping && !held.take(this, Settlements.current(), destination, bytes, runtime.nanos())) {
            if (destinations.givesBack(destination, runtime.nanos(), runtime.nanos() - since)) {
                return new PostponedException("the destination of the entry at " + target);
            }
            waitingForPlace++;
            try {
                pump();
                if (shape.isForSeveral()) {
                    place.awaitNanos(LOOK_FOR_A_PLACE);
                } else {
                    place.await();
                }
            } finally {
                waitingForPlace--;
            }
        }
        return stopping ? new StoppedException(target) : null;
    }

    /** Called when other batchers have released bytes of the common limit that this batcher waits for. */
    private void roomMade() {
        lock.lock();
        try {
            place.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public BatchStatus status() {
        lock.lock();
        try {
            Long since = faults.since();
            return new BatchStatus(
                    name,
                    held.size(),
                    since == null ? null : runtime.now().minusNanos(runtime.nanos() - since),
                    faults.lastFailure());
        } finally {
            lock.unlock();
        }
    }

    /** Begins all calls that may begin now, and schedules the next check in time. */
    @GuardedBy("lock")
    private void pump() {
        if (stopped) {
            return;
        }
        long now = runtime.nanos();
        retries.release(now, collector);
        while (calls < limits.maxConcurrentCalls()) {
            List<Pending<E>> group = nextGroup(now);
            if (group.isEmpty()) {
                break;
            }
            calls++;
            group.get(0).destination.callBegins();
            group.forEach(pending -> pending.underWay = true);
            runtime.execute(() -> run(group));
        }
        if (calls < limits.maxConcurrentCalls()) {
            wakeUp.in(Math.min(retries.callIn(now), collector.callIn(now, stopping || isPressed())), now);
        }
        if (retries.isWaiting()) {
            wakeUp.in(retries.dueIn(now), now);
        }
        faults.look(now);
        wakeUp.in(faults.lookIn(now), now);
    }

    @GuardedBy("lock")
    private List<Pending<E>> nextGroup(long now) {
        List<Pending<E>> group = retries.group(now);
        if (group.isEmpty()) {
            group = collector.next(now, stopping);
        }
        return group.isEmpty() && isPressed() ? collector.largest(now) : group;
    }

    /** Returns whether a thread waits for a place that only a call can free while no call is in progress. */
    @GuardedBy("lock")
    private boolean isPressed() {
        return waitingForPlace > 0 && calls == 0;
    }

    private void look() {
        lock.lock();
        try {
            wakeUp.came();
            pump();
        } finally {
            lock.unlock();
        }
    }

    private void run(List<Pending<E>> group) {
        CallUnderWay<E> underWay = begin(group);
        List<Outcome> outcomes = List.of();
        CallFailure failure = null;
        try {
            outcomes = call.call(group.stream().map(pending -> pending.entry).toList());
            if (outcomes.size() != group.size()) {
                failure = new CallFailure(
                        Kind.FAILED,
                        "MissingOutcomes",
                        outcomes.size() + " outcomes for " + group.size() + " entries",
                        null);
            }
        } catch (Throwable e) {
            OutOfMemory.check(e);
            // Errors are caught too: an entry whose settlement is never called would block its source permanently.
            LOG.debug("at={} entries={} call failed", name, group.size(), e);
            failure = AwsFailures.classify(e, call.errors());
        }
        List<Pending<E>> done = new ArrayList<>();
        lock.lock();
        try {
            calls--;
            faults.ends(underWay);
            Destination destination = group.get(0).destination;
            destination.callEnds();
            group.forEach(pending -> pending.underWay = false);
            // Entries that a stop has settled meanwhile are no longer held.
            if (failure == null) {
                answered(destination, group, outcomes, done);
            } else {
                failed(destination, group.stream().filter(held::holds).toList(), failure, underWay.startedAt(), done);
            }
            makeRoom(done);
            place.signalAll();
            pump();
        } finally {
            lock.unlock();
        }
        held.notifyWaiting();
        Settlements.call(this, name, done);
    }

    private CallUnderWay<E> begin(List<Pending<E>> group) {
        lock.lock();
        try {
            long now = runtime.nanos();
            CallUnderWay<E> underWay = new CallUnderWay<>(group, now);
            faults.begins(underWay);
            wakeUp.in(faults.lookIn(now), now);
            return underWay;
        } finally {
            lock.unlock();
        }
    }

    /**
     * If a thread waits for a place, returns entries to their source that wait for a failing destination beyond its
     * share.
     */
    @GuardedBy("lock")
    private void makeRoom(List<Pending<E>> done) {
        if (waitingForPlace > 0) {
            Set<Pending<E>> beyond = held.beyondShare(runtime.nanos());
            collector.removeAll(beyond);
            retries.removeAll(beyond);
            beyond.forEach(pending ->
                    settle(pending, new PostponedException("the destination of the entry at " + target), done));
        }
    }

    @GuardedBy("lock")
    private void answered(
            Destination destination, List<Pending<E>> group, List<Outcome> outcomes, List<Pending<E>> done) {
        List<Pending<E>> again = new ArrayList<>();
        List<CallFailure> reasons = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            Pending<E> pending = group.get(i);
            if (outcomes.get(i) instanceof Outcome.Retry retry) {
                if (held.holds(pending)) {
                    again.add(pending);
                    reasons.add(AwsFailures.ofCode(retry.code(), retry.message(), false, call.errors()));
                }
            } else if (outcomes.get(i) instanceof Outcome.Rejected rejected) {
                settle(pending, new RejectedException(rejected.code(), rejected.message(), target), done);
            } else if (settle(pending, null, done)) {
                meters.accepted().increment();
            }
        }
        if (again.size() < group.size()) {
            destination.answered(runtime.nanos());
        } else {
            destination.acceptedNone(runtime.nanos());
        }
        tryLater(again, reasons);
    }

    @GuardedBy("lock")
    private void failed(
            Destination destination,
            List<Pending<E>> group,
            CallFailure failure,
            long startedAt,
            List<Pending<E>> done) {
        if (failure.kind() != Kind.REFUSED) {
            destination.failed(startedAt, runtime.nanos());
            if (failure.kind() == Kind.FAILED && !shape.together()) {
                narrow(group);
            }
            tryLater(group, Collections.nCopies(group.size(), failure));
            return;
        }
        destination.answered(runtime.nanos());
        if (group.size() == 1) {
            settle(group.get(0), new RejectedException(failure.code(), failure.message(), target), done);
        } else if (!group.isEmpty()) {
            narrow(group);
            collector.addFirst(group);
        }
    }

    /**
     * Halves the batch size of these entries. One of them may be to blame; halving isolates it in as many steps as a
     * binary search.
     */
    private static void narrow(List<? extends Pending<?>> group) {
        group.forEach(pending -> pending.maxBatchSize = Math.max(1, group.size() / 2));
    }

    @GuardedBy("lock")
    private void tryLater(List<Pending<E>> again, List<CallFailure> reasons) {
        if (again.isEmpty()) {
            return;
        }
        meters.retried().increment(again.size());
        again.forEach(pending -> pending.failures++);
        // All entries that failed together have the same delay, so that they can share the next call too.
        long delay = backOff.delay(again.stream()
                        .mapToInt(pending -> pending.failures)
                        .max()
                        .getAsInt())
                .toNanos();
        long dueAt = runtime.nanos() + delay;
        again.forEach(pending -> pending.dueAt = dueAt);
        retries.add(again, dueAt);
        faults.failed(again, reasons, runtime.nanos());
    }

    @GuardedBy("lock")
    private boolean settle(Pending<E> pending, RuntimeException failure, List<Pending<E>> done) {
        if (!held.giveBack(pending)) {
            return false;
        }
        meters.inFlight().decrementAndGet();
        pending.failure = failure;
        pending.settled = true;
        faults.settled(pending);
        if (held.isEmpty()) {
            idle.signalAll();
        }
        return done.add(pending);
    }

    /**
     * Changes how long an entry waits for the batch to fill, for new entries and for those already waiting: a stop or a
     * drain must not wait as long as everyday traffic may.
     */
    public void linger(Duration atMost) {
        lock.lock();
        try {
            linger = atMost;
            collector.dueBy(runtime.nanos() + atMost.toNanos());
            pump();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Accepts no more entries from now on, and sends the held ones without waiting for the batch to fill. Returns at
     * once.
     */
    public void beginStop() {
        lock.lock();
        try {
            stopping = true;
            place.signalAll();
            pump();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends the collected entries, waits up to {@code grace} for calls and retries, then settles the rest as stopped.
     * Returns when all settlements have been called, or 5 s after the grace period if one of them blocks. A second call
     * has no effect.
     */
    public void stop(Duration grace) {
        beginStop();
        List<Pending<E>> done = new ArrayList<>();
        String lastFailure;
        lock.lock();
        try {
            awaitIdle(grace.toNanos());
            stopped = true;
            for (Pending<E> pending : held.all()) {
                settle(pending, new StoppedException(target), done);
            }
            lastFailure = faults.lastFailure();
        } finally {
            lock.unlock();
        }
        if (!done.isEmpty()) {
            LOG.warn(
                    "at={} stopped=true graceMs={} entriesUnsettled={} lastFailure=\"{}\" next=\"their source delivers"
                            + " them again after the next start\"",
                    name,
                    grace.toMillis(),
                    done.size(),
                    lastFailure == null ? "none" : OneLine.of(lastFailure));
        }
        meters.fault().close();
        held.close();
        Settlements.call(this, name, done);
        // A thread must not wait for itself; a call that is still in progress has outlived the grace period.
        boolean mayWait = Settlements.current() != this && done.isEmpty();
        runtime.close(mayWait ? LAST_SETTLEMENTS : Duration.ZERO);
    }

    @GuardedBy("lock")
    private void awaitIdle(long graceNanos) {
        long left = graceNanos;
        try {
            while (!held.isEmpty() && left > 0) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // An interrupt during a stop means that the stop is wanted at once: the grace period is over.
            Thread.currentThread().interrupt();
        }
    }
}
