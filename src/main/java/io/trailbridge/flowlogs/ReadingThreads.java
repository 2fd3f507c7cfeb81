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
 * The threads of the flow log reader: reader threads, which may wait for an account and for the target; some threads
 * for calls of the progress table, which take seconds at most; and one timer, which runs no work itself. After
 * {@link #close} readers and timer start nothing more.
 */
final class ReadingThreads {
    private static final int CALLS = 8;
    private static final long IDLE_SECONDS = 10;

    /** A task that runs repeatedly. */
    final class Repetition {
        private final Runnable task;
        private final Duration interval;
        private volatile boolean cancelled;

        private Repetition(Runnable task, Duration interval) {
            this.task = task;
            this.interval = interval;
        }

        /** Cancels the repetition: the task is not started again. */
        void cancel() {
            cancelled = true;
        }

        private void schedule() {
            timer.schedule(Workers.guarded(() -> calls.execute(this::run)), interval.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void run() {
            if (cancelled) {
                return;
            }
            try {
                task.run();
            } finally {
                // Also after an exception: a lease must not expire because of it.
                schedule();
            }
        }
    }

    private final ExecutorService readerThreads = Executors.newCachedThreadPool(Workers.named("flow-log-reader-"));
    private final FairThreads readers;
    private final ThreadPoolExecutor calls = new ThreadPoolExecutor(
            CALLS,
            CALLS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Workers.named("flow-log-table-"));
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Workers.named("flow-log-timer-"), new ThreadPoolExecutor.DiscardPolicy());

    /**
     * @param count number of blobs of one storage account that are read at once; for all accounts together fewer than
     *     twice as many
     */
    ReadingThreads(int count) {
        readers = new FairThreads(2 * count, readerThreads);
        timer.setRemoveOnCancelPolicy(true);
        calls.allowCoreThreadTimeOut(true);
    }

    void read(String account, Runnable reading) {
        readers.execute(account, reading);
    }

    /** Runs a task that calls the progress table. */
    void call(Runnable call) {
        calls.execute(call);
    }

    /** Starts a task later; the task must not block. */
    Future<?> later(Runnable task, Duration delay) {
        return timer.schedule(Workers.guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs a task that calls the progress table repeatedly until it is cancelled, never twice at once. */
    Repetition every(Runnable call, Duration interval) {
        Repetition repetition = new Repetition(call, interval);
        repetition.schedule();
        return repetition;
    }

    /**
     * Interrupts the readers. Calls of the table continue, and their threads end when they are idle: the target may
     * still store rows when it is stopped in its turn, and their progress must not be missed.
     */
    void close() {
        timer.shutdownNow();
        readers.close();
        readerThreads.shutdownNow();
    }
}
