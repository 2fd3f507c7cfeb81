package io.trailbridge.sqs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.trailbridge.aws.AwsFailures;
import io.trailbridge.envelope.DeadLetterHeaders;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import io.trailbridge.fault.Workers;
import io.trailbridge.memory.OutOfMemory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Reports messages that SQS itself moved to the dead-letter queues: nothing was wrong with them, they were received too
 * often.
 *
 * <p>There are two views. First, a message that this process received for the last time that the redrive policy allows,
 * and did not settle, is moved by SQS as soon as it is visible again. Such messages are counted exactly, in {@code
 * trailbridge.dead.lettered.by.queue{queue}}. Second, the dead-letter queues are checked at the start and each minute,
 * whoever received their messages: their size ({@code trailbridge.dead.letters{queue}}, approximate), and ten messages,
 * which stay visible. A message that SQS moved names the queue that it comes from, or has no {@code FailureReason}. The
 * fault {@code dead-lettered-by-queue} lasts while there are such messages; it never takes health down.
 *
 * <p>Uses one thread; {@link #close()} ends it, but does not close the client.
 */
public final class DeadLetterWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterWatch.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    /**
     * How many checks must find no moved message to end the fault: ten messages of many may by chance be of the other
     * kind.
     */
    private static final int LOOKS_TO_BE_SURE = 3;

    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
    private static final String REMEDY = "correct what the sink's faults name and restart no more than needed; raise"
            + " maxReceiveCount to 1000; then move them back with an SQS redrive";

    private final SqsClient sqs;
    private final List<Watched> queues;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Workers.named("dead-letter-watch-"));

    private static final class Watched {
        final SinkQueue queue;
        final FaultSignal fault;
        final Counter moved;
        final AtomicInteger depth;
        boolean saidThatDenied;
        int looksWithout;

        Watched(SinkQueue queue, Faults faults, MeterRegistry meters) {
            this.queue = queue;
            fault = faults.detail("queue " + SinkQueue.queueName(queue.url()));
            // Shown as 0 from the start: an alert must not wait for the first message.
            moved = Counter.builder("trailbridge.dead.lettered.by.queue")
                    .tag("queue", queue.deadLetterName())
                    .register(meters);
            depth = meters.gauge(
                    "trailbridge.dead.letters", Tags.of("queue", queue.deadLetterName()), new AtomicInteger());
        }
    }

    /**
     * Counts from now on the messages that consumers report.
     *
     * @param sqs a client that leaves received messages to the caller
     * @param consumers reports messages that are received and not settled
     */
    public DeadLetterWatch(
            SqsClient sqs, SinkQueues queues, ConsumerClient consumers, Faults faults, MeterRegistry meters) {
        this.sqs = sqs;
        this.queues = queues.all().stream()
                .filter(queue -> queue.deadLetterUrl() != null)
                .map(queue -> new Watched(queue, faults, meters))
                .toList();
        consumers.onUnsettled(this::unsettled);
    }

    /** Starts the regular checks. */
    public void start() {
        start(INTERVAL);
    }

    void start(Duration interval) {
        timer.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        queues.forEach(watched -> watched.fault.close());
    }

    private void unsettled(String queueUrl, int messages, int receives) {
        for (Watched watched : queues) {
            SinkQueue queue = watched.queue;
            if (queue.url().equals(queueUrl) && queue.maxReceiveCount() > 0 && receives >= queue.maxReceiveCount()) {
                watched.moved.increment(messages);
                watched.fault.raise(
                        FaultCode.DEAD_LETTERED_BY_QUEUE,
                        messages + " messages were"
                                + " received " + receives
                                + " times, as often as maxReceiveCount allows, and not delivered: SQS"
                                + " moves them to " + queue.deadLetterName() + " without a reason",
                        REMEDY);
            }
        }
    }

    private void look() {
        for (Watched watched : queues) {
            try {
                look(watched);
            } catch (Throwable failed) {
                OutOfMemory.check(failed);
                // Errors are also caught: they would end the watch. Failures of all calls are reported by the calls
                // that carry events.
                LOG.debug("queue={} cannot be checked", watched.queue.deadLetterName(), failed);
                if (AwsFailures.classify(failed).fault() == FaultCode.ACCESS_DENIED) {
                    sayOnceThatDenied(watched);
                }
            }
        }
    }

    private static void sayOnceThatDenied(Watched watched) {
        if (!watched.saidThatDenied) {
            watched.saidThatDenied = true;
            LOG.warn(
                    "queue={} cause=\"not allowed to read it\" next=\"what SQS itself moves there is shown only"
                            + " where this process sees it\" remedy=\"allow sqs:GetQueueAttributes and sqs:ReceiveMessage on"
                            + " it\"",
                    watched.queue.deadLetterName());
        }
    }

    private void look(Watched watched) {
        String url = watched.queue.deadLetterUrl();
        int depth = Integer.parseInt(sqs.getQueueAttributes(request -> request.queueUrl(url)
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)
                        .overrideConfiguration(call -> call.apiCallTimeout(CALL_LIMIT)))
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
        watched.depth.set(depth);
        List<Message> sample = depth == 0
                ? List.of()
                : sqs.receiveMessage(request -> request.queueUrl(url)
                                .maxNumberOfMessages(10)
                                .visibilityTimeout(0)
                                .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                                .messageAttributeNames(DeadLetterHeaders.FAILURE_REASON)
                                .overrideConfiguration(call -> call.apiCallTimeout(CALL_LIMIT)))
                        .messages();
        long moved = sample.stream().filter(DeadLetterWatch::isMovedBySqs).count();
        if (moved > 0) {
            watched.fault.raise(
                    FaultCode.DEAD_LETTERED_BY_QUEUE,
                    moved + " of " + sample.size() + " messages looked at"
                            + " in " + watched.queue.deadLetterName() + ", which has " + depth
                            + ", were moved there by SQS"
                            + " after too many receives, without a reason",
                    REMEDY);
            watched.looksWithout = 0;
        } else if (depth == 0 || ++watched.looksWithout >= LOOKS_TO_BE_SURE) {
            watched.fault.clear();
        }
    }

    private static boolean isMovedBySqs(Message message) {
        return message.attributes().containsKey(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN)
                || !message.messageAttributes().containsKey(DeadLetterHeaders.FAILURE_REASON);
    }
}
