package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Time, threads and chance under the control of a test: nothing happens unless the test starts it. A batcher that makes
 * calls or sets timers without end fails the test instead of hanging it. One thread moves time and finishes calls; others
 * may submit meanwhile.
 */
final class SimulatedRuntime implements BatchRuntime {
    private record Timer(long at, Runnable task) {}

    /** More calls and timers than any test needs before time moves on. */
    private static final int TOO_MANY = 10_000;

    private final Random random;
    private final List<Runnable> calls = new CopyOnWriteArrayList<>();
    private final List<Timer> timers = new CopyOnWriteArrayList<>();
    // Near the overflow of the nanosecond clock on purpose.
    private volatile long nanos = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();
    private int steps;
    private volatile Instant now = Instant.parse("2024-01-15T10:30:00Z");

    SimulatedRuntime(long seed) {
        random = new Random(seed);
    }

    int callsUnderWay() {
        return calls.size();
    }

    /** Lets one of the calls in progress run to its end. */
    void finishCall(int index) {
        step();
        calls.remove(index).run();
    }

    /** Moves time on and runs what falls due. */
    void advance(Duration by) {
        steps = 0;
        long end = nanos + by.toNanos();
        now = now.plus(by);
        while (true) {
            Timer next = timers.stream().min((a, b) -> Long.signum(a.at - b.at)).orElse(null);
            if (next == null || next.at - end > 0) {
                break;
            }
            step();
            timers.remove(next);
            nanos = next.at - nanos > 0 ? next.at : nanos;
            next.task.run();
        }
        nanos = end;
    }

    private void step() {
        steps++;
        assertTrue(steps <= TOO_MANY, "calls or timers without end");
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public double random() {
        return random.nextDouble();
    }

    @Override
    public void execute(Runnable call) {
        calls.add(call);
    }

    @Override
    public Runnable schedule(Runnable task, long delayNanos) {
        Timer timer = new Timer(nanos + delayNanos, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public void close(Duration grace) {
        timers.clear();
    }
}
