package io.trailbridge.eventhubs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Threads and both clocks in the hands of a test: tasks run on the test's own thread, when it moves time on. */
final class SimulatedThreads extends AbstractExecutorService implements ScheduledExecutorService {
    private final class Task<T> extends FutureTask<T> implements ScheduledFuture<T> {
        private final long due;

        Task(Callable<T> work, long delayNanos) {
            super(work);
            due = nanos + Math.max(0, delayNanos);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    private final class WallClock extends Clock {
        @Override
        public Instant instant() {
            return wall;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private final List<Task<?>> tasks = new ArrayList<>();
    // Near the overflow of the nanosecond clock on purpose.
    private long nanos = Long.MAX_VALUE - Duration.ofMillis(1500).toNanos();
    private Instant wall = Instant.parse("2026-01-15T10:30:00Z");
    private boolean refusing;
    private boolean shutdown;

    Clocks clocks() {
        return new Clocks(new WallClock(), () -> nanos);
    }

    /** Moves both clocks on and runs what falls due. */
    void advance(Duration by) {
        long end = nanos + by.toNanos();
        while (true) {
            tasks.removeIf(FutureTask::isCancelled);
            Task<?> next = tasks.stream().min(Comparator.naturalOrder()).orElse(null);
            if (next == null || next.due - end > 0) {
                break;
            }
            tasks.remove(next);
            moveOn(Math.max(next.due - nanos, 0));
            next.run();
        }
        moveOn(end - nanos);
    }

    /** Somebody sets the machine's clock. */
    void setWallClock(Duration by) {
        wall = wall.plus(by);
    }

    /** From now on refuses all tasks although it runs. */
    void refuse() {
        refusing = true;
    }

    int waiting() {
        tasks.removeIf(FutureTask::isCancelled);
        return tasks.size();
    }

    private void moveOn(long later) {
        nanos += later;
        wall = wall.plusNanos(later);
    }

    @Override
    public <T> ScheduledFuture<T> schedule(Callable<T> work, long delay, TimeUnit unit) {
        if (refusing || shutdown) {
            throw new RejectedExecutionException("refused");
        }
        Task<T> task = new Task<>(work, unit.toNanos(delay));
        tasks.add(task);
        return task;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return schedule(Executors.callable(work), delay, unit);
    }

    @Override
    public void execute(Runnable work) {
        schedule(work, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        List<Runnable> left = List.copyOf(tasks);
        tasks.clear();
        return left;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long limit, TimeUnit unit) {
        return shutdown;
    }
}
