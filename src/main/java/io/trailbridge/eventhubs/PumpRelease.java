package io.trailbridge.eventhubs;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Makes the SDK give up a partition's pump. After the callback that reports that the partition is closed, the SDK
 * closes the pump on the pump's own thread and waits 10 s for that same thread before the partition can be read again.
 * An interrupt ends this wait; the links are closed by then.
 */
final class PumpRelease {
    /** The time within which a link that is closed normally is closed. */
    private static final Duration CLOSED = Duration.ofSeconds(1);
    /** The name prefix of the SDK's threads that run a pump. */
    private static final String THREAD = "partition-pump-";

    private PumpRelease() {}

    /** Releases the pump. Must be called on the thread of the callback. */
    static void of(String partition, ScheduledExecutorService timer, OwnershipWatch ownership) {
        Thread thread = Thread.currentThread();
        boolean own = thread.getName().startsWith(THREAD + partition);
        try {
            timer.schedule(
                    () -> {
                        if (own) {
                            thread.interrupt();
                        }
                        ownership.readingEnded(partition);
                    },
                    CLOSED.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            if (!ConsumerThreads.stopped(timer, e, "release of partition " + partition)) {
                // The SDK ends its wait by itself, later.
                ownership.readingEnded(partition);
            }
        }
    }
}
