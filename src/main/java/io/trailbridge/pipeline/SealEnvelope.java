package io.trailbridge.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.encoding.Digests;
import io.trailbridge.envelope.CorrelationId;
import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.envelope.EnvelopeWriter;
import io.trailbridge.envelope.EventHeaders;
import io.trailbridge.envelope.EventMetadata;
import io.trailbridge.envelope.EventText;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.envelope.OversizeEventException;
import io.trailbridge.envelope.QueueText;
import io.trailbridge.envelope.SealedEnvelope;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.azure.eventhubs.EventHubsConstants;

/**
 * The route step that puts a received event into its envelope: the body becomes the body of a queue message, and the
 * headers of {@link EnvelopeHeaders} become its attributes. A body that the queue would refuse, because of its length
 * or its characters, is compressed and marked. A body that is too long even when compressed, or longer than the limit
 * for decompression, causes an {@link OversizeEventException}. {@link #raw} and {@link #notice} are the fallbacks for
 * an event whose content makes this step fail.
 *
 * <p>Stateless and thread-safe. Expects the body as bytes (or what Camel converts to bytes) and the headers that the
 * {@code azure-eventhubs} consumer sets.
 */
public final class SealEnvelope implements Processor {
    /** Bytes reserved in each message for its attributes, including those of a parked message. */
    static final int ATTRIBUTE_BYTES = 4 * 1024;

    private final EnvelopeWriter writer;
    private final IntSupplier maxMessageBytes;

    /**
     * @param processorVersion the version in the envelope
     * @param clock the source of {@code processed_timestamp}
     * @param maxMessageBytes the smallest limit in bytes of the queues that it is sent to; requested for each event
     */
    public SealEnvelope(String processorVersion, Clock clock, IntSupplier maxMessageBytes) {
        this.writer = new EnvelopeWriter(processorVersion, clock);
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public void process(Exchange exchange) {
        seal(exchange, writer::write);
    }

    /**
     * Returns the same step without interpreting the event: its content is carried as raw data, whether it is JSON or
     * not.
     */
    public Processor raw() {
        return exchange -> seal(exchange, writer::writeRaw);
    }

    /** Returns a step that replaces the event by a notice of its position. It reads and converts nothing. */
    public Processor notice() {
        return exchange -> {
            Message message = exchange.getMessage();
            EventMetadata metadata = metadata(message);
            byte[] event = message.getBody() instanceof byte[] bytes ? bytes : new byte[0];
            message.setBody(notice("unsealed_event", message, metadata, event));
            message.removeHeader(EnvelopeHeaders.CONTENT_ENCODING);
            setAttributes(message, metadata);
        };
    }

    private void seal(Exchange exchange, BiFunction<EventText, EventMetadata, SealedEnvelope> envelope) {
        Message message = exchange.getMessage();
        EventText event = EventBody.take(exchange);
        EventMetadata metadata = metadata(message);
        setAttributes(message, metadata);
        SealedEnvelope sealed = envelope.apply(event, metadata);
        int limit = maxMessageBytes.getAsInt() - ATTRIBUTE_BYTES;
        if (sealed.bytes() > QueueText.MAX_INFLATED_BYTES) {
            throw oversize(
                    message,
                    metadata,
                    event.bytes(),
                    "becomes an envelope of more than " + QueueText.MAX_INFLATED_BYTES + " bytes");
        }
        String text = sealed.text();
        if (sealed.bytes() <= limit && sealed.allowed()) {
            message.removeHeader(EnvelopeHeaders.CONTENT_ENCODING);
            exchange.setProperty(SealedEnvelope.PROPERTY, sealed);
        } else {
            text = QueueText.compress(text);
            if (text.length() > limit) {
                throw oversize(
                        message,
                        metadata,
                        event.bytes(),
                        "does not fit a queue message of " + limit + " bytes, even compressed");
            }
            message.setHeader(EnvelopeHeaders.CONTENT_ENCODING, EnvelopeHeaders.GZIP_BASE64);
        }
        message.setBody(text);
    }

    private static void setAttributes(Message message, EventMetadata metadata) {
        message.setHeader(EnvelopeHeaders.PARTITION_ID, metadata.partitionId());
        message.setHeader(EnvelopeHeaders.SEQUENCE_NUMBER, metadata.sequenceNumber());
        message.setHeader(
                EnvelopeHeaders.CORRELATION_ID,
                CorrelationId.of(
                        metadata.systemProperties().get(CorrelationId.PROPERTY),
                        metadata.eventHub(),
                        metadata.partitionId(),
                        metadata.sequenceNumber()));
    }

    private static EventMetadata metadata(Message message) {
        Object enqueued = message.getHeader(EventHubsConstants.ENQUEUED_TIME);
        return new EventMetadata(
                message.getHeader(EventHeaders.EVENT_HUB, String.class),
                message.getHeader(EventHeaders.CONSUMER_GROUP, String.class),
                message.getHeader(EventHubsConstants.PARTITION_ID, String.class),
                message.getHeader(EventHubsConstants.SEQUENCE_NUMBER, Long.class),
                message.getHeader(EventHeaders.OFFSET_STRING, String.class),
                enqueued instanceof Instant instant ? instant : null,
                message.getHeader(EventHubsConstants.PARTITION_KEY, String.class),
                properties(message, EventHubsConstants.METADATA),
                properties(message, EventHeaders.SYSTEM_PROPERTIES));
    }

    @SuppressWarnings("unchecked") // the consumer sets these headers to maps with String keys
    private static Map<String, Object> properties(Message message, String header) {
        return message.getHeader(header) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static OversizeEventException oversize(Message message, EventMetadata at, byte[] event, String reason) {
        return new OversizeEventException(
                "event of " + event.length + " bytes at " + at.eventHub() + "/"
                        + at.partitionId() + "/" + at.sequenceNumber() + " " + reason
                        + ": read it from the Event Hub at that position before its retention ends",
                notice("oversize_event", message, at, event));
    }

    private static String notice(String name, Message message, EventMetadata at, byte[] event) {
        ObjectNode notice = JsonText.MAPPER.createObjectNode();
        notice.putObject(name)
                .put("namespace", message.getHeader(EventHeaders.NAMESPACE, String.class))
                .put("eventhub_name", at.eventHub())
                .put("consumer_group", at.consumerGroup())
                .put("partition_id", at.partitionId())
                .put("sequence_number", String.valueOf(at.sequenceNumber()))
                .put("offset", at.offset())
                .put(
                        "enqueued_time",
                        at.enqueuedTime() == null ? null : at.enqueuedTime().toString())
                .put("size_bytes", event.length)
                .put("sha256", Digests.sha256Hex(event));
        return notice.toString();
    }
}
