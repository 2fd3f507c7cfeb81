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
 * The threads of the flow logs: readers, which may wait for an account and for the target; some for calls of the
 * progress table, which take seconds at most; and one timer, which runs nothing itself. After {@link #close} readers
 * and timer begin nothing more.
 */
final class ReadingThreads {
    private static final int CALLS = 8;
    private static final long IDLE_SECONDS = 10;

    /** A task that is run again and again. */
    final class Repetition {
        private final Runnable task;
        private final Duration interval;
        private volatile boolean cancelled;

        private Repetition(Runnable task, Duration interval) {
            this.task = task;
            this.interval = interval;
        }

        /** It is not begun again. */
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
                // Also when it threw: a lease must not run out for it.
                schedule();
            }
        }
    }

    private final ExecutorService readerThreads = Executors.newCachedThreadPool(Workers.named("flow-log-reader-"));
    private final FairThreads readers;
    private final ThreadPoolExecutor calls = new ThreadPoolExecutor(CALLS, CALLS, IDLE_SECONDS, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), Workers.named("flow-log-table-"));
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Workers.named("flow-log-timer-"),
            new ThreadPoolExecutor.DiscardPolicy());

    /**
     * @param count blobs of one storage account that are read at once; of all accounts together there are fewer than
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

    /** Runs what calls the progress table. */
    void call(Runnable call) {
        calls.execute(call);
    }

    /** Has a task begun later, which must not block. */
    Future<?> later(Runnable task, Duration delay) {
        return timer.schedule(Workers.guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs what calls the progress table again and again until it is cancelled, never twice at once. */
    Repetition every(Runnable call, Duration interval) {
        Repetition repetition = new Repetition(call, interval);
        repetition.schedule();
        return repetition;
    }

    /**
     * Interrupts what reads. Calls of the table go on, and their threads end when they are idle: the target may store
     * rows when it is stopped in its turn, and progress must not miss them.
     */
    void close() {
        timer.shutdownNow();
        readers.close();
        readerThreads.shutdownNow();
    }
}
