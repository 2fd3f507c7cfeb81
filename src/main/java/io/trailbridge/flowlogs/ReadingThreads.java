package io.trailbridge.flowlogs;

import io.trailbridge.fault.Workers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the flow logs: readers, which may wait for the target; some that end readings, which do not; and a
 * timer. After {@link #close} readers and timer refuse with a {@link java.util.concurrent.RejectedExecutionException}.
 */
final class ReadingThreads {
    private static final int ENDING = 4;
    private static final int TIMERS = 2;
    private static final long IDLE_SECONDS = 10;

    private final ExecutorService readers;
    private final ThreadPoolExecutor ending = new ThreadPoolExecutor(ENDING, ENDING, IDLE_SECONDS, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), Workers.named("flow-log-end-"));
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(TIMERS, Workers.named("flow-log-timer-"));

    ReadingThreads(int count) {
        readers = Executors.newFixedThreadPool(count, Workers.named("flow-log-reader-"));
        timer.setRemoveOnCancelPolicy(true);
        ending.allowCoreThreadTimeOut(true);
    }

    void read(Runnable reading) {
        readers.execute(reading);
    }

    void end(Runnable ending) {
        this.ending.execute(ending);
    }

    /** Runs a short task later. */
    Future<?> later(Runnable task, Duration delay) {
        return timer.schedule(Workers.guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs a short task again and again until it is cancelled. */
    Future<?> every(Runnable task, Duration interval) {
        return timer.scheduleWithFixedDelay(Workers.guarded(task), interval.toNanos(), interval.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /**
     * Interrupts what reads. What ends readings goes on, and its threads end when they are idle: the target may store
     * rows when it is stopped in its turn, and progress must not miss them.
     */
    void close() {
        timer.shutdownNow();
        readers.shutdownNow();
    }
}
