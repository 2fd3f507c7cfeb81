package io.trailbridge.sqs;

import io.trailbridge.encoding.Utf8;
import io.trailbridge.envelope.DeadLetterHeaders;
import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.envelope.QueueText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Selects the Camel headers that become SQS message attributes. All are strings; SQS counts name, type and value as
 * bytes of the message and accepts ten attributes. When there are eleven, {@code CorrelationId} is left out. When a
 * message would be too large with them, they are left out in the order of {@link #EXPENDABLE}, so that a message that
 * fitted into its queue also fits into the dead-letter queue.
 */
final class SqsAttributes {
    /** All attribute names. */
    static final List<String> NAMES = List.of(
            EnvelopeHeaders.EVENT_KIND,
            EnvelopeHeaders.PARTITION_ID,
            EnvelopeHeaders.SEQUENCE_NUMBER,
            EnvelopeHeaders.CORRELATION_ID,
            EnvelopeHeaders.CONTENT_ENCODING,
            DeadLetterHeaders.FAILURE_REASON,
            DeadLetterHeaders.FAILURE_TYPE,
            DeadLetterHeaders.FAILED_ROUTE,
            DeadLetterHeaders.FAILED_AT,
            DeadLetterHeaders.ORIGINAL_MESSAGE_ID,
            DeadLetterHeaders.RECEIVE_COUNT);

    /**
     * The attributes that may be left out, in this order. The others are needed to read the message or to find its
     * event again.
     */
    static final List<String> EXPENDABLE = List.of(
            EnvelopeHeaders.CORRELATION_ID,
            DeadLetterHeaders.RECEIVE_COUNT,
            DeadLetterHeaders.FAILED_AT,
            DeadLetterHeaders.FAILED_ROUTE,
            DeadLetterHeaders.ORIGINAL_MESSAGE_ID,
            DeadLetterHeaders.FAILURE_REASON,
            DeadLetterHeaders.FAILURE_TYPE);

    private static final int MAX_ATTRIBUTES = 10;
    /** A reason may quote the data that it is about; its beginning names what went wrong. */
    private static final int MAX_VALUE_LENGTH = 1024;

    private static final String TYPE = "String";

    private SqsAttributes() {}

    /**
     * Returns the attributes from a message's headers, within the byte limit as far as leaving out attributes allows.
     */
    static Map<String, MessageAttributeValue> of(Message message, long maxBytes) {
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
        for (String name : NAMES) {
            String value = message.getHeader(name, String.class);
            // SQS refuses an empty value.
            if (value != null && !value.isEmpty()) {
                attributes.put(
                        name,
                        MessageAttributeValue.builder()
                                .dataType(TYPE)
                                .stringValue(text(value))
                                .build());
            }
        }
        for (String name : EXPENDABLE) {
            if (attributes.size() <= MAX_ATTRIBUTES && bytes(attributes) <= maxBytes) {
                break;
            }
            attributes.remove(name);
        }
        return attributes;
    }

    private static String text(String value) {
        int end = Math.min(value.length(), MAX_VALUE_LENGTH);
        return QueueText.replaceRefused(value.substring(0, end), '\uFFFD');
    }

    static long bytes(Map<String, MessageAttributeValue> attributes) {
        return attributes.entrySet().stream()
                .mapToLong(attribute -> Utf8.length(attribute.getKey())
                        + TYPE.length()
                        + Utf8.length(attribute.getValue().stringValue()))
                .sum();
    }
}
