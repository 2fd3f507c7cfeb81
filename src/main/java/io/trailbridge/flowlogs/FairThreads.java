package io.trailbridge.flowlogs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Runs the tasks of several storage accounts, each account's in their order, so many at once that an account whose
 * calls hang leaves threads to others. Thread-safe. After {@link #close} no task is begun.
 */
final class FairThreads {
    private final Shares shares;
    private final Executor threads;
    /** Guarded by this, as all else. */
    private final Map<String, Deque<Runnable>> waiting = new LinkedHashMap<>();
    private boolean closed;

    /**
     * @param total tasks run at once
     * @param threads makes a thread whenever none is idle
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

    /** Begins what may be begun, one of each account in turn. */
    private void begin() {
        boolean begun = !closed;
        while (begun) {
            begun = false;
            Iterator<Map.Entry<String, Deque<Runnable>>> accounts = waiting.entrySet().iterator();
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
