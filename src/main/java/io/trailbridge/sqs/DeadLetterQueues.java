package io.trailbridge.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.trailbridge.aws.Arn;
import io.trailbridge.aws.AwsFailures;
import io.trailbridge.sqs.DeadLetterQueueException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Finds the dead-letter queue of a queue, and checks whether SQS would move messages there that are not to blame.
 *
 * <p>Each start receives what is in the queue, which counts as one receive of each message; during an outage of the
 * sink it cannot deliver any. So every restart during an outage brings the whole backlog nearer to the limit of the
 * redrive policy, beyond which SQS moves messages without a reason.
 */
public final class DeadLetterQueues {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterQueues.class);
    private static final int LEAST_RECEIVES = 5;
    private static final int ENOUGH_RECEIVES = 100;
    private static final String REASON = "each start in an outage of the sink receives the backlog once, and SQS moves"
            + " to the dead-letter queue, without a reason, what was received more often than that";
    private static final String REMEDY =
            "set maxReceiveCount to 1000: Trailbridge itself dead-letters what fails" + " permanently";

    private DeadLetterQueues() {}

    /**
     * Returns the queue of a sink with its dead-letter queue. Calls GetQueueAttributes, and GetQueueUrl where the
     * dead-letter queue is not given. Warns of a redrive policy that moves messages after fewer than 100 receives.
     *
     * @param queue the sink's queue; an unknown dead-letter queue is taken from the redrive policy
     * @param setting the setting for the dead-letter queue, for messages
     * @throws DeadLetterQueueException when there is none, it cannot be determined, or the redrive policy moves
     *     messages after fewer than 5 receives
     * @throws software.amazon.awssdk.core.exception.SdkException when SQS could not be asked
     */
    public static SinkQueue resolve(SqsClient sqs, SinkQueue queue, String setting) {
        RedrivePolicy policy = policy(sqs, queue);
        checkReceives(queue, policy.maxReceiveCount());
        String deadLetterUrl =
                queue.deadLetterUrl() == null ? deadLetterUrl(sqs, queue, policy, setting) : queue.deadLetterUrl();
        return new SinkQueue(queue.name(), queue.url(), deadLetterUrl, policy.maxReceiveCount());
    }

    private static RedrivePolicy policy(SqsClient sqs, SinkQueue queue) {
        try {
            return RedrivePolicy.parse(sqs.getQueueAttributes(
                            request -> request.queueUrl(queue.url()).attributeNames(QueueAttributeName.REDRIVE_POLICY))
                    .attributes()
                    .get(QueueAttributeName.REDRIVE_POLICY));
        } catch (JsonProcessingException e) {
            throw new DeadLetterQueueException(
                    Reason.NO_REDRIVE_POLICY,
                    "the redrive policy of queue " + queue.url() + " cannot be read: correct it",
                    e);
        } catch (SqsException e) {
            throw switch (AwsFailures.classify(e).fault()) {
                case TARGET_MISSING ->
                    new DeadLetterQueueException(
                            Reason.NO_SUCH_QUEUE,
                            "queue " + queue.url()
                                    + " of sink " + queue.name()
                                    + " does not exist: create it or correct its URL, region and"
                                    + " account",
                            e);
                case ACCESS_DENIED ->
                    new DeadLetterQueueException(
                            Reason.NOT_ALLOWED,
                            "not allowed to call" + " sqs:GetQueueAttributes on " + queue.url()
                                    + ": allow it to this identity",
                            e);
                default -> e;
            };
        }
    }

    private static void checkReceives(SinkQueue queue, int receives) {
        if (receives > 0 && receives < LEAST_RECEIVES) {
            throw new DeadLetterQueueException(
                    Reason.TOO_FEW_RECEIVES,
                    "the redrive policy of queue " + queue.url()
                            + " of sink " + queue.name() + " has maxReceiveCount " + receives + ": " + REASON + "; "
                            + REMEDY + " (" + LEAST_RECEIVES + " at least)",
                    null);
        }
        if (receives > 0 && receives < ENOUGH_RECEIVES) {
            LOG.warn(
                    "queue={} sink={} maxReceiveCount={} cause=\"{}\" remedy=\"{}\"",
                    SinkQueue.queueName(queue.url()),
                    queue.name(),
                    receives,
                    REASON,
                    REMEDY);
        }
    }

    private static String deadLetterUrl(SqsClient sqs, SinkQueue queue, RedrivePolicy policy, String setting) {
        String arn = policy.deadLetterArn();
        if (arn.isEmpty()) {
            throw new DeadLetterQueueException(
                    Reason.NO_REDRIVE_POLICY,
                    "queue " + queue.url() + " of sink "
                            + queue.name() + " has no redrive policy that names a dead-letter queue: give it one, with"
                            + " maxReceiveCount 1000, or set " + setting,
                    null);
        }
        Arn deadLetters = Arn.parse(arn)
                .filter(named -> named.service().equals("sqs"))
                .orElseThrow(() -> new DeadLetterQueueException(
                        Reason.NO_REDRIVE_POLICY,
                        "the redrive policy of queue " + queue.url() + " names no queue but " + arn
                                + ": correct it or set " + setting,
                        null));
        try {
            return sqs.getQueueUrl(request ->
                            request.queueName(deadLetters.resource()).queueOwnerAWSAccountId(deadLetters.account()))
                    .queueUrl();
        } catch (SqsException e) {
            throw switch (AwsFailures.classify(e).fault()) {
                case TARGET_MISSING ->
                    new DeadLetterQueueException(
                            Reason.NO_SUCH_DEAD_LETTER_QUEUE,
                            "the redrive"
                                    + " policy of queue " + queue.url() + " names dead-letter queue " + arn
                                    + ", which does not"
                                    + " exist: create it, correct the policy, or set " + setting,
                            e);
                case ACCESS_DENIED ->
                    new DeadLetterQueueException(
                            Reason.NOT_ALLOWED,
                            "not allowed to call" + " sqs:GetQueueUrl on " + arn + ": allow it to this identity or set "
                                    + setting,
                            e);
                default -> e;
            };
        }
    }
}
