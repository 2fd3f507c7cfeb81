package io.trailbridge.runtime;

import io.trailbridge.eventhubs.DrainTarget;
import io.trailbridge.fault.OneLine;
import io.trailbridge.sqs.SinkQueue;
import io.trailbridge.sqs.SinkQueues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * One run of the drain mode: it records the contents of the hubs when it is created, and waits until these are
 * checkpointed and the queues have been empty for some time. It waits that time because SQS counts are approximate and
 * delayed; messages that the counts miss stay in the queue for the next run.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final List<DrainTarget> hubs;
    private final SinkQueues queues;
    private final SqsClient sqs;
    private final Duration quiet;
    private final Duration poll;

    Drain(List<DrainTarget> hubs, SinkQueues queues, SqsClient sqs, Duration quiet) {
        this.hubs = hubs;
        this.queues = queues;
        this.sqs = sqs;
        this.quiet = quiet;
        this.poll = quiet.dividedBy(5);
    }

    /** Waits; returns true when nothing is left that can be drained, false when {@code closed} ended the wait. */
    boolean await(CountDownLatch closed) throws InterruptedException {
        long emptySince = 0;
        do {
            long now = System.nanoTime();
            if (!isEmpty()) {
                emptySince = 0;
            } else if (emptySince == 0) {
                emptySince = now;
            } else if (now - emptySince >= quiet.toNanos()) {
                return true;
            }
        } while (!closed.await(poll.toMillis(), TimeUnit.MILLISECONDS));
        return false;
    }

    /**
     * Checks and logs that everything is drained; called once the wait has ended.
     *
     * @throws IllegalStateException naming the parts of the hubs that could not be drained, and why
     */
    void verify() {
        List<String> failures =
                hubs.stream().flatMap(hub -> hub.failures().stream()).toList();
        if (!failures.isEmpty()) {
            throw new IllegalStateException("not drained: " + String.join("; ", failures));
        }
        LOG.info("drained");
    }

    private boolean isEmpty() {
        try {
            return hubs.stream().allMatch(DrainTarget::reached)
                    && queues.all().stream().allMatch(this::isEmpty);
        } catch (RuntimeException unanswered) {
            LOG.warn("cannot determine whether all is drained, retrying cause={}", OneLine.of(unanswered.toString()));
            return false;
        }
    }

    private boolean isEmpty(SinkQueue queue) {
        Map<QueueAttributeName, String> counts = sqs.getQueueAttributes(request -> request.queueUrl(queue.url())
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                .attributes();
        return counts.values().stream().allMatch("0"::equals);
    }
}
