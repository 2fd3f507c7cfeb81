package io.trailbridge.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Time, threads and chance under the control of a test: nothing happens unless the test starts it. */
final class SimulatedRuntime implements BatchRuntime {
    private record Timer(long at, Runnable task) {}

    private final Random random;
    private final List<Runnable> calls = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    // Near the overflow of the nanosecond clock on purpose.
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();
    private Instant now = Instant.parse("2024-01-15T10:30:00Z");

    SimulatedRuntime(long seed) {
        random = new Random(seed);
    }

    int callsUnderWay() {
        return calls.size();
    }

    /** Lets one of the calls in progress run to its end. */
    void finishCall(int index) {
        calls.remove(index).run();
    }

    /** Moves time on and runs what falls due. */
    void advance(Duration by) {
        long end = nanos + by.toNanos();
        now = now.plus(by);
        while (true) {
            Timer next = timers.stream().min((a, b) -> Long.signum(a.at - b.at)).orElse(null);
            if (next == null || next.at - end > 0) {
                break;
            }
            timers.remove(next);
            nanos = next.at - nanos > 0 ? next.at : nanos;
            next.task.run();
        }
        nanos = end;
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
