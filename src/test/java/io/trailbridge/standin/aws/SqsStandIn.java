package io.trailbridge.standin.aws;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.elasticmq.Limits;
import org.elasticmq.RelaxedSQSLimits$;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * ElasticMQ in this JVM, in memory, on a free loopback port, with the strict limits of SQS
 * (10 entries and 1 MiB a batch, XML characters only).
 *
 * <p>Any thread may use it; closing it drops the queues and everything in them.
 */
public final class SqsStandIn implements AutoCloseable {
    private final URI endpoint;
    private final Runnable stop;
    private final SqsClient client;

    /** A queue and the dead-letter queue that its redrive policy names. */
    public record Queue(String name, String url, String deadLetterUrl) {}

    private SqsStandIn(URI endpoint, Runnable stop) {
        this.endpoint = endpoint;
        this.stop = stop;
        this.client = StandInAccount.configure(SqsClient.builder(), endpoint).build();
    }

    public static SqsStandIn start() {
        return start(StrictSQSLimits$.MODULE$);
    }

    /** Without any limit: to look at the characters of a message of 1 MiB takes ElasticMQ a second. */
    public static SqsStandIn startWithoutLimits() {
        return start(RelaxedSQSLimits$.MODULE$);
    }

    private static SqsStandIn start(Limits limits) {
        SQSRestServer server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withPort(0)
                .withAWSRegion(StandInAccount.REGION.id())
                .withAWSAccountId(StandInAccount.ID)
                .withSQSLimits(limits)
                .start();
        int port = server.waitUntilStarted().localAddress().getPort();
        return new SqsStandIn(URI.create("http://127.0.0.1:" + port), server::stopAndWait);
    }

    /** An SQS that runs elsewhere, such as LocalStack's; closing this leaves it running. */
    public static SqsStandIn at(URI endpoint) {
        return new SqsStandIn(endpoint, () -> {});
    }

    public URI endpoint() {
        return endpoint;
    }

    /** A client that goes straight to this server; it is closed with the stand-in. */
    public SqsClient client() {
        return client;
    }

    /**
     * Creates {@code name} and {@code <name>-dlq}; a message goes to the latter when it would be received for the
     * {@code maxReceiveCount + 1}st time. A received message is invisible for 30 s.
     */
    public Queue createQueue(String name, int maxReceiveCount) {
        return createQueue(name, maxReceiveCount, 30);
    }

    public Queue createQueue(String name, int maxReceiveCount, int visibilityTimeoutSeconds) {
        String deadLetterUrl =
                client.createQueue(r -> r.queueName(name + "-dlq")).queueUrl();
        String deadLetterArn = client.getQueueAttributes(
                        r -> r.queueUrl(deadLetterUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        String redrive =
                "{\"deadLetterTargetArn\":\"" + deadLetterArn + "\",\"maxReceiveCount\":\"" + maxReceiveCount + "\"}";
        String url = client.createQueue(r -> r.queueName(name)
                        .attributes(Map.of(
                                QueueAttributeName.REDRIVE_POLICY,
                                redrive,
                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                Integer.toString(visibilityTimeoutSeconds))))
                .queueUrl();
        return new Queue(name, url, deadLetterUrl);
    }

    /** The messages that wait to be received, without those that a consumer holds. */
    public int depth(String url) {
        return count(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
    }

    /** The messages that a consumer has received and neither deleted nor let go. */
    public int held(String url) {
        return count(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    /** Receives and deletes all that wait now, with all attributes; messages held by a consumer are left alone. */
    public List<Message> drain(String url) {
        List<Message> all = new ArrayList<>();
        for (List<Message> some = receive(url); !some.isEmpty(); some = receive(url)) {
            all.addAll(some);
            delete(url, some);
        }
        return all;
    }

    private List<Message> receive(String url) {
        return client.receiveMessage(r -> r.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("All"))
                .messages();
    }

    private void delete(String url, List<Message> messages) {
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Message message : messages) {
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(message.receiptHandle())
                    .build());
        }
        var failed =
                client.deleteMessageBatch(r -> r.queueUrl(url).entries(entries)).failed();
        if (!failed.isEmpty()) {
            throw new IllegalStateException("queue " + url + " did not delete: " + failed);
        }
    }

    private int count(String url, QueueAttributeName attribute) {
        return Integer.parseInt(client.getQueueAttributes(r -> r.queueUrl(url).attributeNames(attribute))
                .attributes()
                .get(attribute));
    }

    @Override
    public void close() {
        client.close();
        stop.run();
    }
}
