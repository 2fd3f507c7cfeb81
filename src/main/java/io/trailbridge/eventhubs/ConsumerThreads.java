package io.trailbridge.eventhubs;

import io.trailbridge.fault.Workers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one consumer from its start to its stop. Any number of delayed tasks may be queued, since the windows
 * of the partitions bound them; the thread pools of Camel's manager would reject the 1,001st task.
 *
 * @param retries    gives failed events to the route again
 * @param timer      writes checkpoints that wait for their interval, and does other short work
 * @param supervisor supervises the client
 */
record ConsumerThreads(
        ScheduledExecutorService retries, ScheduledExecutorService timer, ScheduledExecutorService supervisor) {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerThreads.class);
    private static final int RETRY_THREADS = 4;

    static ConsumerThreads start() {
        return new ConsumerThreads(
                pool(RETRY_THREADS, "EventHubsRetry"), pool(1, "EventHubsCheckpoint"), pool(1, "EventHubsMaintenance"));
    }

    /** Drops waiting tasks and interrupts running ones. Waits up to a second for running retries. */
    void stop() throws InterruptedException {
        List.of(retries, timer, supervisor).forEach(ExecutorService::shutdownNow);
        retries.awaitTermination(1, TimeUnit.SECONDS);
    }

    /**
     * Returns whether a task was rejected because its threads were stopped; nothing is left to do then. Any other
     * rejection is an error, which is logged here; the caller must ensure that the work is not lost.
     */
    static boolean stopped(ExecutorService threads, RejectedExecutionException refusal, String task) {
        if (threads.isShutdown()) {
            LOG.debug("the consumer has stopped, not done task=\"{}\"", task);
            return true;
        }
        LOG.error("a task was refused while the consumer runs task=\"{}\"", task, refusal);
        return false;
    }

    private static ScheduledExecutorService pool(int threads, String name) {
        return new Pool(threads, name);
    }

    /** Reports a task that ends with an error, which a plain executor would swallow. */
    private static final class Pool extends ScheduledThreadPoolExecutor {
        Pool(int threads, String name) {
            super(threads, Workers.named(name + "-"));
            setRemoveOnCancelPolicy(true);
        }

        /** The executor also calls this method for tasks that are executed at once. */
        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            return super.schedule(Workers.guarded(task), delay, unit);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
            return super.scheduleWithFixedDelay(Workers.guarded(task), initial, delay, unit);
        }
    }
}
