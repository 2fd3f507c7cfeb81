package io.trailbridge.fault;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Trailbridge's own threads. Their work handles its failures itself: one that ends by an error nobody expected has left
 * something half done, which only a restart mends. So its death is told, once, to whoever watches the process.
 *
 * <p>Executors keep what a scheduled task throws to themselves, and never run it again: {@link #guarded} tells of it.
 */
public final class Workers {
    private static volatile BiConsumer<String, Throwable> onDeath = Workers::log;

    private Workers() {}

    /** Makes daemon threads that are named by the prefix and a number. */
    public static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((dead, error) -> onDeath.accept(dead.getName(), error));
            return thread;
        };
    }

    /** The same task, whose death is told. */
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

    /** Tells this from now on of each death, by the thread's name; null goes back to the log alone. */
    public static void onDeath(BiConsumer<String, Throwable> watcher) {
        onDeath = watcher == null ? Workers::log : (name, error) -> {
            log(name, error);
            watcher.accept(name, error);
        };
    }

    private static void log(String name, Throwable error) {
        Faults.LOG.error("thread={} ended by an error", name, error);
    }
}
