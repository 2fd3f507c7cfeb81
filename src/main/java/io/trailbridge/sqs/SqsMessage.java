package io.trailbridge.sqs;

import io.trailbridge.batch.RejectedException;
import io.trailbridge.encoding.Utf8;
import io.trailbridge.envelope.QueueText;
import io.trailbridge.envelope.SealedEnvelope;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * A body to send, with its attributes when it is sent in a message of its own.
 *
 * @param bytes its size in a message of its own, as SQS counts it
 * @param shares whether it is an envelope that may share a message with others; cleared when SQS has rejected such a
 *     message, so that the one to blame is found
 */
record SqsMessage(String body, Map<String, MessageAttributeValue> attributes, long bytes, AtomicBoolean shares) {
    /** Creates a message that is always sent by itself. */
    SqsMessage(String body, Map<String, MessageAttributeValue> attributes, long bytes) {
        this(body, attributes, bytes, new AtomicBoolean());
    }

    /**
     * Creates a message that SQS accepts, except for its size.
     *
     * @param headers the message whose headers become attributes
     * @param target the name to use in a refusal
     */
    static SqsMessage of(String body, Message headers, long maxBytes, String target) {
        SealedEnvelope sealed = headers.getExchange().getProperty(SealedEnvelope.PROPERTY, SealedEnvelope.class);
        // The same text, not an equal one: a step that changes the body makes another.
        boolean isEnvelope = sealed != null && sealed.text() == body;
        if (!isEnvelope) {
            check(body, target);
        }
        long bodyBytes = isEnvelope ? sealed.bytes() : Utf8.length(body);
        Map<String, MessageAttributeValue> attributes = SqsAttributes.of(headers, maxBytes - bodyBytes);
        return new SqsMessage(
                body, attributes, bodyBytes + SqsAttributes.bytes(attributes), new AtomicBoolean(isEnvelope));
    }

    private static void check(String body, String target) {
        if (body == null || body.isEmpty()) {
            throw new RejectedException("EmptyMessage", "the body is empty; SQS requires a character", target);
        }
        int refused = QueueText.firstRefused(body);
        if (refused >= 0) {
            throw new RejectedException(
                    "InvalidMessageContents",
                    String.format(
                            "character U+%04X at index %d is none"
                                    + " that SQS accepts; put the event into an envelope first",
                            (int) body.charAt(refused), refused),
                    target);
        }
    }
}
