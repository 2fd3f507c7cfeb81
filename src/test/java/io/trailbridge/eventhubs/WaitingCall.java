package io.trailbridge.eventhubs;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** A call that waits for something, on a thread of its own. */
final class WaitingCall<T> {
    /** A call without a result. */
    interface Work {
        void run() throws Exception;
    }

    private final FutureTask<T> task;
    private final Thread thread;

    private WaitingCall(Callable<T> call) {
        task = new FutureTask<>(call);
        thread = new Thread(task, "waiting-call");
        thread.setDaemon(true);
    }

    /** Starts the call and returns as soon as it waits. */
    static <T> WaitingCall<T> of(Callable<T> call) {
        WaitingCall<T> started = new WaitingCall<>(call);
        started.thread.start();
        started.assertWaits();
        return started;
    }

    /** Starts the call and returns as soon as it waits. */
    static WaitingCall<Void> ofWork(Work work) {
        return of(() -> {
            work.run();
            return null;
        });
    }

    /** Fails unless the call waits, now or once it has found that it must go on waiting. */
    void assertWaits() {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    /** Returns the result as soon as the call ends. */
    T result() throws Exception {
        return task.get();
    }
}
