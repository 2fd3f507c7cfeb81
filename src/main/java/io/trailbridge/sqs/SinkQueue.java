package io.trailbridge.sqs;

import java.util.Objects;

/**
 * The queue of one sink.
 *
 * @param name the sink's name, such as {@code cloudtrail}
 * @param url the queue's URL; a FIFO queue is refused
 * @param deadLetterUrl the URL of the queue for messages that can never be delivered; null when it is not known
 * @param maxReceiveCount after how many receives SQS itself moves a message to the dead-letter queue of its redrive
 *     policy; 0 when it never does, or when that is not known
 */
public record SinkQueue(String name, String url, String deadLetterUrl, int maxReceiveCount) {
    /** Creates a queue whose redrive policy is not known. */
    public SinkQueue(String name, String url, String deadLetterUrl) {
        this(name, url, deadLetterUrl, 0);
    }

    public SinkQueue {
        Objects.requireNonNull(name, "name");
        checkUrl("queue of sink " + name, url);
        if (deadLetterUrl != null) {
            checkUrl("dead-letter queue of sink " + name, deadLetterUrl);
        }
    }

    static void checkUrl(String what, String url) {
        if (url == null || !url.matches("https?://[^/\\s]+/\\S*[^/\\s]")) {
            throw new IllegalArgumentException(what + " has no queue URL but \"" + url
                    + "\": give its URL, such as https://sqs.us-east-1.amazonaws.com/123456789012/my-queue");
        }
        if (url.endsWith(".fifo")) {
            throw new IllegalArgumentException(what + " is a FIFO queue: " + url
                    + ". Trailbridge does not keep order and sends in batches without a group; use a standard queue");
        }
    }

    /** Returns the name of the dead-letter queue; null when it is not known. */
    public String deadLetterName() {
        return deadLetterUrl == null ? null : queueName(deadLetterUrl);
    }

    /** Returns the last part of a queue's URL. */
    static String queueName(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
