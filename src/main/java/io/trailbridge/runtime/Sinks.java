package io.trailbridge.runtime;

import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sqs.DeadLetterQueueException;
import io.trailbridge.sqs.DeadLetterQueues;
import io.trailbridge.sqs.SinkQueue;
import io.trailbridge.sqs.SinkQueues;
import io.trailbridge.transform.Classifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** The sinks that the settings turn on, and the attributes of their queues. */
final class Sinks {
    private static final int SQS_LIMIT = 1_048_576;

    private final Map<SinkDefinition, SinkQueue> queues;
    private final int maxMessageBytes;

    private Sinks(Map<SinkDefinition, SinkQueue> queues, int maxMessageBytes) {
        this.queues = queues;
        this.maxMessageBytes = maxMessageBytes;
    }

    /**
     * Reads the size limit and the dead-letter queue of each queue.
     *
     * @throws SettingsException if a queue is missing, or has no dead-letter queue or a redrive policy that moves
     *     messages after few receives
     */
    static Sinks of(Settings settings, SqsClient sqs) {
        Map<SinkDefinition, SinkQueue> queues = new LinkedHashMap<>();
        for (SinkDefinition sink : Catalog.SINKS) {
            if (sink.isOn(settings)) {
                queues.put(sink, queue(sink, settings, sqs));
            }
        }
        int limit = SQS_LIMIT;
        for (SinkQueue queue : queues.values()) {
            limit = Math.min(limit, Math.min(limit(sqs, queue.url()), limit(sqs, queue.deadLetterUrl())));
        }
        return new Sinks(queues, limit);
    }

    SinkQueues queues() {
        return new SinkQueues(new ArrayList<>(queues.values()));
    }

    /** Returns the definitions of the sinks that are on. */
    List<SinkDefinition> on() {
        return List.copyOf(queues.keySet());
    }

    boolean has(SinkDefinition sink) {
        return queues.containsKey(sink);
    }

    /** Returns whether the flow log reader is on. */
    boolean readFlowLogs() {
        return queues.keySet().stream().anyMatch(sink -> !sink.takesEvents());
    }

    /** Returns the queue URL of a sink that is on. */
    String queueUrl(SinkDefinition sink) {
        return queues.get(sink).url();
    }

    /** Returns all sinks that are on: the targets of a message with events for each of them. */
    List<String> names() {
        return queues.keySet().stream().map(SinkDefinition::id).toList();
    }

    /**
     * Returns the sinks that receive every event of Defender. When only flow logs are on, it is that sink: its route
     * parks every event that is not a notice.
     */
    List<String> ofEvents() {
        List<String> sinks = ids(true);
        return sinks.isEmpty() ? names() : sinks;
    }

    /**
     * Returns the targets of notices of flow logs: their reader, or, when it is off, the same sinks as for any other
     * event.
     */
    List<String> ofFlowLogNotices() {
        return readFlowLogs() ? ids(false) : ofEvents();
    }

    private List<String> ids(boolean ofEvents) {
        return queues.keySet().stream()
                .filter(sink -> sink.takesEvents() == ofEvents)
                .map(SinkDefinition::id)
                .toList();
    }

    /** Returns whether a message with notices of flow logs and other events has receivers that share no sink. */
    boolean noticesGoApart() {
        return readFlowLogs() && queues.size() > 1;
    }

    /** Returns the sinks that a message of this kind goes to, according to the route from the hub. */
    List<String> thatTake(String kind) {
        if (Classifier.FLOW_LOG_NOTICE.equals(kind)) {
            return ofFlowLogNotices();
        }
        return EnvelopeHeaders.MIXED_WITH_NOTICES.equals(kind) ? names() : ofEvents();
    }

    /** Returns the smallest message limit of the queues and their dead-letter queues, in bytes. */
    int maxMessageBytes() {
        return maxMessageBytes;
    }

    private static SinkQueue queue(SinkDefinition sink, Settings settings, SqsClient sqs) {
        SinkQueue queue = made(sink.queue(), () -> new SinkQueue(sink.id(), settings.text(sink.queue()), null));
        SinkQueue named = !settings.isSet(sink.deadLetters())
                ? queue
                : made(
                        sink.deadLetters(),
                        () -> new SinkQueue(sink.id(), queue.url(), settings.text(sink.deadLetters())));
        return made(
                sink.queue(),
                () -> DeadLetterQueues.resolve(sqs, named, sink.deadLetters().names()));
    }

    private static SinkQueue made(Setting setting, Supplier<SinkQueue> queue) {
        try {
            return queue.get();
        } catch (IllegalArgumentException | DeadLetterQueueException wrong) {
            throw new SettingsException(setting.names() + ": " + wrong.getMessage(), wrong);
        }
    }

    private static int limit(SqsClient sqs, String url) {
        try {
            Map<QueueAttributeName, String> attributes = sqs.getQueueAttributes(
                            request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                    .attributes();
            String limit = attributes.get(QueueAttributeName.MAXIMUM_MESSAGE_SIZE);
            return limit == null ? SQS_LIMIT : Integer.parseInt(limit);
        } catch (QueueDoesNotExistException missing) {
            throw new SettingsException("there is no queue " + url + ": create it, or correct its URL", missing);
        }
    }
}
