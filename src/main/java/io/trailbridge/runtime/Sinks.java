package io.trailbridge.runtime;

import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import io.trailbridge.sqs.DeadLetterQueueException;
import io.trailbridge.sqs.DeadLetterQueues;
import io.trailbridge.sqs.SinkQueue;
import io.trailbridge.sqs.SinkQueues;
import io.trailbridge.transform.Classifier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** The sinks that the settings turn on, and what their queues say of themselves. */
final class Sinks {
    private static final int SQS_LIMIT = 1_048_576;

    private final Map<Sink, SinkQueue> queues;
    private final int maxMessageBytes;

    private Sinks(Map<Sink, SinkQueue> queues, int maxMessageBytes) {
        this.queues = queues;
        this.maxMessageBytes = maxMessageBytes;
    }

    /**
     * Asks each queue for its limit and its dead-letter queue.
     *
     * @throws SettingsException if a queue is missing, or has no dead-letter queue or a redrive policy that moves
     *     messages after few receives
     */
    static Sinks of(Settings settings, SqsClient sqs) {
        Map<Sink, SinkQueue> queues = new EnumMap<>(Sink.class);
        for (Sink sink : Sink.values()) {
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

    boolean has(Sink sink) {
        return queues.containsKey(sink);
    }

    /** The queue of a sink that is on. */
    String queueUrl(Sink sink) {
        return queues.get(sink).url();
    }

    /** All that are on: where a message goes that holds something for each. */
    List<String> names() {
        return queues.keySet().stream().map(Sink::id).toList();
    }

    /** The sinks that get every event of Defender; where only flow logs are on, their route parks what is none. */
    List<String> ofEvents() {
        List<String> sinks = queues.keySet().stream().filter(sink -> sink != Sink.FLOW_LOGS).map(Sink::id).toList();
        return sinks.isEmpty() ? names() : sinks;
    }

    /** Where notices of flow logs go: to their reader, or as any other event where it is off. */
    List<String> ofFlowLogNotices() {
        return has(Sink.FLOW_LOGS) ? List.of(Sink.FLOW_LOGS.id()) : ofEvents();
    }

    /** Whether a message that holds notices of flow logs and other events is for takers that share no sink. */
    boolean noticesGoApart() {
        return has(Sink.FLOW_LOGS) && queues.size() > 1;
    }

    /** The sinks that a message of this kind goes to, as the route from the hub sends it. */
    List<String> thatTake(String kind) {
        if (Classifier.FLOW_LOG_NOTICE.equals(kind)) {
            return ofFlowLogNotices();
        }
        return EnvelopeHeaders.MIXED_WITH_NOTICES.equals(kind) ? names() : ofEvents();
    }

    /** The smallest message limit of the queues and their dead-letter queues: bytes. */
    int maxMessageBytes() {
        return maxMessageBytes;
    }

    private static SinkQueue queue(Sink sink, Settings settings, SqsClient sqs) {
        SinkQueue queue = made(sink.queue(), () -> new SinkQueue(sink.id(), settings.text(sink.queue()), null));
        SinkQueue named = !settings.isSet(sink.deadLetters()) ? queue
                : made(sink.deadLetters(),
                        () -> new SinkQueue(sink.id(), queue.url(), settings.text(sink.deadLetters())));
        return made(sink.queue(), () -> DeadLetterQueues.resolve(sqs, named, sink.deadLetters().names()));
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
            Map<QueueAttributeName, String> attributes = sqs.getQueueAttributes(request -> request.queueUrl(url)
                    .attributeNames(QueueAttributeName.ALL)).attributes();
            String limit = attributes.get(QueueAttributeName.MAXIMUM_MESSAGE_SIZE);
            return limit == null ? SQS_LIMIT : Integer.parseInt(limit);
        } catch (QueueDoesNotExistException missing) {
            throw new SettingsException("there is no queue " + url + ": create it, or correct its URL", missing);
        }
    }
}
