package io.trailbridge.sqs;

import io.trailbridge.batch.BatchLimits;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.batch.Batcher;
import io.trailbridge.batch.EntryShape;
import io.trailbridge.batch.camel.BatchEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.URISupport;

/**
 * Send messages to the queues of one or several sinks in batches, each with its own result.
 *
 * <p>An exchange is complete when every queue has accepted its message, or each message of a List body; its headers
 * EventKind, PartitionId, SequenceNumber, CorrelationId, ContentEncoding, FailureReason, FailureType, FailedRoute,
 * FailedAt, OriginalMessageId and ReceiveCount become message attributes. SQS accepts ten: when all eleven are
 * present, CorrelationId is left out. A message that would be too large with them loses them one by one: CorrelationId
 * first, those that describe the message itself last. When more envelopes wait than a call has messages, those of the
 * same kind share a message, as far as the component's eventsPerMessage and bytesPerMessage allow.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "sqs-batch",
        title = "SQS Batch",
        syntax = "sqs-batch:names",
        producerOnly = true,
        category = {Category.CLOUD, Category.MESSAGING})
public final class SqsBatchEndpoint extends BatchEndpoint<SqsMessage> {
    private static final int MAX_ENTRIES = 10;
    private static final int MAX_BYTES = 1_048_576;

    /** The names of the sinks to send to, separated by commas. With queueUrl, one name of your choice. */
    @UriPath
    @Metadata(required = true)
    private String names;

    /** The URL of a queue to send to instead of the queue of a sink. */
    @UriParam
    private String queueUrl;

    /** Whether to send to the dead-letter queues of the sinks instead of their queues. */
    @UriParam(defaultValue = "false")
    private boolean deadLetter;

    private final List<Producer> producers = new ArrayList<>();

    /** The target of one batcher: a sink's queue, or the queue that the endpoint's {@code queueUrl} names. */
    private record Target(String name, String url) {}

    SqsBatchEndpoint(String uri, SqsBatchComponent component) {
        super(uri, component);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        targets();
    }

    private List<Target> targets() {
        List<String> each = Arrays.stream(names.split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
        if (each.isEmpty() || each.stream().distinct().count() < each.size()) {
            throw new IllegalArgumentException("endpoint " + getEndpointUri()
                    + " must name one sink at least, and each once: sqs-batch:cloudtrail,security-hub");
        }
        if (queueUrl == null) {
            return each.stream().map(this::target).toList();
        }
        if (each.size() > 1 || deadLetter) {
            throw new IllegalArgumentException(
                    "endpoint " + getEndpointUri() + " has a queueUrl: it allows one name and no deadLetter");
        }
        SinkQueue.checkUrl("option queueUrl of endpoint " + getEndpointUri(), queueUrl);
        return List.of(new Target(each.get(0), queueUrl));
    }

    private Target target(String name) {
        SinkQueue queue = ((SqsBatchComponent) getComponent()).queue(name, getEndpointUri());
        if (!deadLetter) {
            return new Target(name, queue.url());
        }
        if (queue.deadLetterUrl() == null) {
            throw new IllegalArgumentException(
                    "the dead-letter queue of sink " + name + " is not known: give" + " its SinkQueue the URL of one");
        }
        return new Target(name + " dead-letter queue", queue.deadLetterUrl());
    }

    @Override
    protected List<Batcher<SqsMessage>> createBatchers(BatchLimits limits, BatchMeters meters) throws Exception {
        List<Batcher<SqsMessage>> batchers = new ArrayList<>();
        try {
            for (Target target : targets()) {
                batchers.add(batcher(target, limits, meters));
            }
        } catch (Exception failed) {
            batchers.forEach(made -> made.stop(Duration.ZERO));
            throw failed;
        }
        return batchers;
    }

    private Batcher<SqsMessage> batcher(Target target, BatchLimits limits, BatchMeters meters) throws Exception {
        String queue = SinkQueue.queueName(target.url());
        Producer producer = getCamelContext()
                .getEndpoint("aws2-sqs:" + queue + "?"
                        + URISupport.createQueryString(
                                Map.of("queueUrl", "RAW(" + target.url() + ")", "operation", "sendBatchMessage")))
                .createProducer();
        producers.add(producer);
        ServiceHelper.startService(producer);
        String at = "sqs-batch:" + queue;
        // Each dead-lettered event keeps its own reason, and so its own message.
        MessagePacking packing = deadLetter ? MessagePacking.ONE_EACH : ((SqsBatchComponent) getComponent()).packing();
        return new Batcher<>(
                at,
                target.name(),
                limits.times(packing.maxEvents()),
                EntryShape.sized(SqsMessage::bytes),
                new SendMessageBatchCall(producer, target.url(), packing),
                meters.of(at, deadLetter ? "trailbridge.dead.lettered" : "trailbridge.sqs.sent", "queue", queue));
    }

    @Override
    protected void afterStop() {
        ServiceHelper.stopService(producers);
        producers.clear();
    }

    @Override
    public Producer createProducer() {
        return new SqsBatchProducer(this);
    }

    @Override
    protected String serviceCall() {
        return "SendMessageBatch";
    }

    @Override
    protected int serviceMaxEntries() {
        return MAX_ENTRIES;
    }

    @Override
    protected int serviceMaxBytes() {
        return MAX_BYTES;
    }

    int messageMaxBytes() {
        return getMaxBytes() == 0 ? MAX_BYTES : getMaxBytes();
    }

    public String getNames() {
        return names;
    }

    public void setNames(String names) {
        this.names = names;
    }

    public String getQueueUrl() {
        return queueUrl;
    }

    public void setQueueUrl(String queueUrl) {
        this.queueUrl = queueUrl;
    }

    public boolean isDeadLetter() {
        return deadLetter;
    }

    public void setDeadLetter(boolean deadLetter) {
        this.deadLetter = deadLetter;
    }
}
