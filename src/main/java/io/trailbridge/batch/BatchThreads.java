package io.trailbridge.batch;

import io.trailbridge.fault.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Real threads and time: one thread per concurrent call and one timer thread, created on demand and ended when idle.
 * The batcher bounds the queue of calls, because it never has more than its concurrent calls in progress.
 */
final class BatchThreads implements BatchRuntime {
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor calls;
    private final ScheduledThreadPoolExecutor timer;

    BatchThreads(String name, int maxConcurrentCalls) {
        calls = new ThreadPoolExecutor(
                maxConcurrentCalls,
                maxConcurrentCalls,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Workers.named("batch-" + name + "-"));
        calls.allowCoreThreadTimeOut(true);
        timer = new ScheduledThreadPoolExecutor(1, Workers.named("batch-timer-" + name + "-"));
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public void execute(Runnable call) {
        calls.execute(call);
    }

    @Override
    public Runnable schedule(Runnable task, long delayNanos) {
        Future<?> scheduled = timer.schedule(Workers.guarded(task), delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public void close(Duration grace) {
        timer.shutdown();
        calls.shutdown();
        try {
            if (!calls.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS)) {
                calls.shutdownNow();
            }
        } catch (InterruptedException e) {
            calls.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
