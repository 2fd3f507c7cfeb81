package io.trailbridge.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Ends the process when a stop takes too long. Its daemon thread is created at the start, because it may be impossible
 * to create one when it is needed.
 */
final class StopLimit {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Duration limit;
    private final IntConsumer halt;

    /** @param halt ends the process with an exit code */
    StopLimit(Duration limit, IntConsumer halt) {
        this.limit = limit;
        this.halt = halt;
        Thread thread = new Thread(this::run, "stop-limit");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts the limit: the stop begins now. */
    void begin() {
        begun.countDown();
    }

    private void run() {
        try {
            begun.await();
            TimeUnit.NANOSECONDS.sleep(limit.toNanos());
        } catch (InterruptedException ended) {
            return;
        }
        System.err.println("trailbridge: the stop took longer than " + limit.toSeconds()
                + " s and was cut off; what was in flight is delivered again after the next start");
        halt.accept(OneLineErrors.FAILURE);
    }
}
