package io.trailbridge.eventhubs;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one consumer from its start to its stop. Any number of tasks may wait for their time, since the
 * windows of the partitions bound them; pools of Camel's manager would refuse the 1,001st.
 *
 * @param retries    gives failed events to the route again
 * @param timer      writes checkpoints that wait for their interval, and other short work
 * @param supervisor keeps the client right
 */
record ConsumerThreads(ScheduledExecutorService retries, ScheduledExecutorService timer,
    ScheduledExecutorService supervisor) {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerThreads.class);
    private static final int RETRY_THREADS = 4;

    static ConsumerThreads start() {
        return new ConsumerThreads(pool(RETRY_THREADS, "EventHubsRetry"), pool(1, "EventHubsCheckpoint"),
            pool(1, "EventHubsMaintenance"));
    }

    /** What waits is dropped, what runs is interrupted and waited for, up to a second. */
    void stop() throws InterruptedException {
        List.of(retries, timer, supervisor).forEach(ExecutorService::shutdownNow);
        retries.awaitTermination(1, TimeUnit.SECONDS);
    }

    /**
     * Whether a task was refused because its threads were stopped, after which nothing is left to do. Any other refusal
     * is a fault, which is logged here; the caller has to see to it that the work is not lost.
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
        AtomicInteger number = new AtomicInteger();
        ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(threads, task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.setRemoveOnCancelPolicy(true);
        return pool;
    }
}
