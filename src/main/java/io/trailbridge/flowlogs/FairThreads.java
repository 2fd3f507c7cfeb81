package io.trailbridge.flowlogs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Runs the tasks of several storage accounts, each account's tasks in order. It limits how many run at once per
 * account, so that an account whose calls hang leaves threads to others. Thread-safe. After {@link #close} no task is
 * started.
 */
final class FairThreads {
    @GuardedBy("this")
    private final Shares shares;

    private final Executor threads;
    /** Waiting tasks by account. */
    @GuardedBy("this")
    private final Map<String, Deque<Runnable>> waiting = new LinkedHashMap<>();

    @GuardedBy("this")
    private boolean closed;

    /**
     * @param total number of tasks that run at once
     * @param threads creates a thread whenever none is idle
     */
    FairThreads(int total, Executor threads) {
        this.shares = new Shares(total);
        this.threads = threads;
    }

    synchronized void execute(String account, Runnable task) {
        waiting.computeIfAbsent(account, name -> new ArrayDeque<>()).add(task);
        begin();
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
    }

    /** Starts all tasks that may be started, one of each account in turn. */
    @GuardedBy("this")
    private void begin() {
        boolean begun = !closed;
        while (begun) {
            begun = false;
            Iterator<Map.Entry<String, Deque<Runnable>>> accounts =
                    waiting.entrySet().iterator();
            while (accounts.hasNext()) {
                Map.Entry<String, Deque<Runnable>> account = accounts.next();
                if (shares.take(account.getKey())) {
                    String name = account.getKey();
                    Runnable task = account.getValue().remove();
                    if (account.getValue().isEmpty()) {
                        accounts.remove();
                    }
                    threads.execute(() -> run(name, task));
                    begun = true;
                }
            }
        }
    }

    private void run(String account, Runnable task) {
        try {
            task.run();
        } finally {
            synchronized (this) {
                shares.give(account, 1);
                begin();
            }
        }
    }
}
