package io.trailbridge.sqs;

import io.trailbridge.batch.RejectedException;
import io.trailbridge.encoding.Utf8;
import io.trailbridge.envelope.QueueText;
import java.util.Map;
import org.apache.camel.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** One message to send: its body, its attributes, and its size as SQS counts it. */
record SqsMessage(String body, Map<String, MessageAttributeValue> attributes, long bytes) {
    /**
     * Creates a message that SQS accepts, except for its size.
     *
     * @param headers the message whose headers become attributes
     * @param target the name to use in a refusal
     */
    static SqsMessage of(String body, Message headers, long maxBytes, String target) {
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
        long bodyBytes = Utf8.length(body);
        Map<String, MessageAttributeValue> attributes = SqsAttributes.of(headers, maxBytes - bodyBytes);
        return new SqsMessage(body, attributes, bodyBytes + SqsAttributes.bytes(attributes));
    }
}
