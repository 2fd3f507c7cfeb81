package io.trailbridge.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.sqs.DeadLetterQueueException.Reason;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Finds the dead-letter queue that a queue's redrive policy names. */
public final class DeadLetterQueues {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeadLetterQueues() {}

    /** The setting that names a sink's dead-letter queue when its queue's redrive policy does not. */
    public static String setting(String sink) {
        return "trailbridge." + sink + ".deadLetterQueueUrl";
    }

    /**
     * The URL of the dead-letter queue of a sink's queue. Calls GetQueueAttributes and GetQueueUrl.
     *
     * @throws DeadLetterQueueException when there is none or it cannot be found out
     * @throws software.amazon.awssdk.core.exception.SdkException when SQS could not be asked
     */
    public static String resolve(SqsClient sqs, String sink, String queueUrl) {
        String arn = deadLetterArn(sink, queueUrl, redrivePolicy(sqs, sink, queueUrl));
        // arn:<partition>:sqs:<region>:<account>:<name>
        String[] parts = arn.split(":");
        if (parts.length != 6) {
            throw new DeadLetterQueueException(Reason.NO_REDRIVE_POLICY, "the redrive policy of queue " + queueUrl
                    + " names no queue but " + arn + ": correct it or set " + setting(sink), null);
        }
        try {
            return sqs.getQueueUrl(request -> request.queueName(parts[5]).queueOwnerAWSAccountId(parts[4])).queueUrl();
        } catch (QueueDoesNotExistException e) {
            throw new DeadLetterQueueException(Reason.NO_SUCH_DEAD_LETTER_QUEUE, "the redrive policy of queue "
                    + queueUrl + " names dead-letter queue " + arn + ", which does not exist: create it, correct the"
                    + " policy, or set " + setting(sink), e);
        } catch (SqsException e) {
            throw notAllowed(e, "sqs:GetQueueUrl on " + arn, sink);
        }
    }

    private static String redrivePolicy(SqsClient sqs, String sink, String queueUrl) {
        try {
            return sqs.getQueueAttributes(request -> request.queueUrl(queueUrl)
                            .attributeNames(QueueAttributeName.REDRIVE_POLICY))
                    .attributes().get(QueueAttributeName.REDRIVE_POLICY);
        } catch (QueueDoesNotExistException e) {
            throw new DeadLetterQueueException(Reason.NO_SUCH_QUEUE, "queue " + queueUrl + " of sink " + sink
                    + " does not exist: create it or correct its URL, region and account", e);
        } catch (SqsException e) {
            throw notAllowed(e, "sqs:GetQueueAttributes on " + queueUrl, sink);
        }
    }

    private static String deadLetterArn(String sink, String queueUrl, String policy) {
        try {
            String arn = policy == null ? "" : JSON.readTree(policy).path("deadLetterTargetArn").asText();
            if (!arn.isEmpty()) {
                return arn;
            }
        } catch (JsonProcessingException e) {
            throw new DeadLetterQueueException(Reason.NO_REDRIVE_POLICY, "the redrive policy of queue " + queueUrl
                    + " cannot be read: correct it or set " + setting(sink), e);
        }
        throw new DeadLetterQueueException(Reason.NO_REDRIVE_POLICY, "queue " + queueUrl + " of sink " + sink
                + " has no redrive policy that names a dead-letter queue: give it one or set " + setting(sink), null);
    }

    /** A refusal becomes ours, with its remedy; anything else stays what it is. */
    private static RuntimeException notAllowed(SqsException e, String call, String sink) {
        boolean refused = e.statusCode() == 403 || e.awsErrorDetails() != null
                && String.valueOf(e.awsErrorDetails().errorCode()).startsWith("AccessDenied");
        return !refused ? e : new DeadLetterQueueException(Reason.NOT_ALLOWED, "not allowed to call " + call
                + ": allow it to this identity or set " + setting(sink), e);
    }
}
