package io.trailbridge.fault;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Trailbridge's own threads. Their work handles its failures itself. A thread that ends with an unexpected error has
 * left something half done, which only a restart fixes. So its death is reported, once, to whoever watches the process.
 *
 * <p>Executors swallow what a scheduled task throws, and never run the task again; {@link #guarded} reports it.
 */
public final class Workers {
    private static volatile BiConsumer<String, Throwable> onDeath = Workers::log;

    private Workers() {}

    /** Returns a factory of daemon threads that are named by the prefix and a number. */
    public static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((dead, error) -> onDeath.accept(dead.getName(), error));
            return thread;
        };
    }

    /** Returns the same task, but its death is reported. */
    public static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable error) {
                onDeath.accept(Thread.currentThread().getName(), error);
                throw error;
            }
        };
    }

    /**
     * Sets a watcher that is notified of each death, with the thread's name, in addition to the log; null for the log
     * alone.
     */
    public static void onDeath(BiConsumer<String, Throwable> watcher) {
        onDeath = watcher == null
                ? Workers::log
                : (name, error) -> {
                    log(name, error);
                    watcher.accept(name, error);
                };
    }

    private static void log(String name, Throwable error) {
        Faults.LOG.error("thread={} ended by an error", name, error);
    }
}
