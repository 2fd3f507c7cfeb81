package io.trailbridge.eventhubs;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lets the SDK give up a partition's pump. After the callback that says that the partition is closed it closes the pump
 * on the pump's own thread and waits 10 s for that very thread before it lets the partition be read again. An interrupt
 * ends this wait; the links are closed by then.
 */
final class PumpRelease {
    /** Within this a link that is closed normally is closed. */
    private static final Duration CLOSED = Duration.ofSeconds(1);
    /** Of the SDK's threads that run a pump. */
    private static final String THREAD = "partition-pump-";

    private PumpRelease() {
    }

    /** To be called on the thread of the callback. */
    static void of(String partition, ScheduledExecutorService timer, OwnershipWatch ownership) {
        Thread thread = Thread.currentThread();
        boolean own = thread.getName().startsWith(THREAD + partition);
        try {
            timer.schedule(() -> {
                if (own) {
                    thread.interrupt();
                }
                ownership.readingEnded(partition);
            }, CLOSED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            if (!ConsumerThreads.stopped(timer, e, "release of partition " + partition)) {
                // The SDK ends its wait by itself, later.
                ownership.readingEnded(partition);
            }
        }
    }
}
