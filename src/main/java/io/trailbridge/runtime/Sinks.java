package io.trailbridge.runtime;

import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import io.trailbridge.sqs.DeadLetterQueueException;
import io.trailbridge.sqs.DeadLetterQueues;
import io.trailbridge.sqs.SinkQueue;
import io.trailbridge.sqs.SinkQueues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** The sinks that the settings turn on, and what their queues say of themselves. */
final class Sinks {
    private static final int SQS_LIMIT = 1_048_576;

    private final SinkQueues queues;
    private final int maxMessageBytes;

    private Sinks(SinkQueues queues, int maxMessageBytes) {
        this.queues = queues;
        this.maxMessageBytes = maxMessageBytes;
    }

    /**
     * Asks each queue for its limit and its dead-letter queue.
     *
     * @throws SettingsException if no sink is on, or a queue is missing or has no dead-letter queue
     */
    static Sinks of(Settings settings, SqsClient sqs) {
        String url = settings.text(Setting.CLOUDTRAIL_QUEUE);
        String channel = settings.text(Setting.CLOUDTRAIL_CHANNEL);
        if (url.isEmpty() && channel.isEmpty()) {
            throw new SettingsException("no sink is on: set " + Setting.CLOUDTRAIL_QUEUE.names() + " and "
                    + Setting.CLOUDTRAIL_CHANNEL.names());
        }
        settings.required(Setting.CLOUDTRAIL_QUEUE, "it names the queue before the channel " + channel);
        settings.required(Setting.CLOUDTRAIL_CHANNEL, "it names the channel that the queue " + url + " is delivered to");
        List<SinkQueue> all = new ArrayList<>();
        all.add(queue("cloudtrail", Setting.CLOUDTRAIL_QUEUE, Setting.CLOUDTRAIL_DEAD_LETTERS, settings, sqs));
        int limit = SQS_LIMIT;
        for (SinkQueue queue : all) {
            limit = Math.min(limit, Math.min(limit(sqs, queue.url()), limit(sqs, queue.deadLetterUrl())));
        }
        return new Sinks(new SinkQueues(all), limit);
    }

    SinkQueues queues() {
        return queues;
    }

    List<String> names() {
        return queues.all().stream().map(SinkQueue::name).toList();
    }

    /** The smallest message limit of the queues and their dead-letter queues: bytes. */
    int maxMessageBytes() {
        return maxMessageBytes;
    }

    private static SinkQueue queue(String name, Setting url, Setting deadLetters, Settings settings, SqsClient sqs) {
        try {
            SinkQueue checked = new SinkQueue(name, settings.text(url), null);
            String deadLetterUrl = settings.isSet(deadLetters)
                    ? settings.text(deadLetters)
                    : DeadLetterQueues.resolve(sqs, name, checked.url());
            return new SinkQueue(name, checked.url(), deadLetterUrl);
        } catch (IllegalArgumentException | DeadLetterQueueException wrong) {
            throw new SettingsException(url.names() + ": " + wrong.getMessage(), wrong);
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
