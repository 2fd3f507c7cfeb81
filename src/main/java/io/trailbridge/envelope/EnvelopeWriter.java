package io.trailbridge.envelope;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.encoding.TimeText;
import io.trailbridge.encoding.Utf8;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;

/**
 * Writes an event's envelope: the event's JSON exactly as received (precision, key order and escapes included),
 * together with what is known of its origin and of its processing. Thread-safe.
 */
public final class EnvelopeWriter {
    private static final String EVENT_DATA = "{\"event_data\":";

    private final String processorVersion;
    private final Clock clock;

    public EnvelopeWriter(String processorVersion, Clock clock) {
        this.processorVersion = processorVersion;
        this.clock = clock;
    }

    public SealedEnvelope write(EventText event, EventMetadata metadata) {
        if (!event.isJson()) {
            return writeRaw(event, metadata);
        }
        String json = event.text().strip();
        String rest = rest(metadata);
        // What surrounds a JSON value is white space, one byte a character. The value has neither control characters,
        // which are not JSON, nor lone surrogates, which are not UTF-8.
        int jsonBytes = event.textBytes() - (event.text().length() - json.length());
        boolean allowed = json.indexOf('\uFFFE') < 0 && json.indexOf('\uFFFF') < 0;
        return new SealedEnvelope(
                EVENT_DATA + json + rest,
                EVENT_DATA.length() + jsonBytes + Utf8.length(rest),
                allowed && QueueText.isAllowed(rest));
    }

    /** Writes the envelope without checking whether the event is JSON, as if it were not. */
    public SealedEnvelope writeRaw(EventText event, EventMetadata metadata) {
        ObjectNode data = JsonText.MAPPER.createObjectNode();
        if (event.text() == null) {
            data.put("raw_data_base64", Base64.getEncoder().encodeToString(event.bytes()));
        } else {
            data.put("raw_data", event.text());
        }
        return SealedEnvelope.of(EVENT_DATA + data + rest(metadata));
    }

    /** Returns the end of the envelope, from the comma after the event. */
    private String rest(EventMetadata metadata) {
        StringWriter out = new StringWriter(1024);
        try (JsonGenerator json = JsonText.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            writeMetadata(json, metadata);
            writeProcessing(json, metadata);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return "," + out.getBuffer().substring(1);
    }

    private static void writeMetadata(JsonGenerator json, EventMetadata metadata) throws IOException {
        json.writeObjectFieldStart("event_metadata");
        json.writeStringField("sequence_number", text(metadata.sequenceNumber()));
        json.writeStringField("offset", metadata.offset());
        json.writeStringField("enqueued_time", timestamp(metadata.enqueuedTime()));
        json.writeStringField("partition_id", metadata.partitionId());
        json.writeStringField("partition_key", metadata.partitionKey());
        json.writeFieldName("properties");
        AmqpValues.writeMap(json, metadata.properties());
        json.writeFieldName("system_properties");
        AmqpValues.writeMap(json, metadata.systemProperties());
        json.writeEndObject();
    }

    private void writeProcessing(JsonGenerator json, EventMetadata metadata) throws IOException {
        json.writeObjectFieldStart("processing_metadata");
        json.writeStringField("processed_timestamp", timestamp(clock.instant()));
        json.writeStringField("processor_version", processorVersion);
        json.writeStringField("source", "azure-eventhub");
        json.writeStringField("eventhub_name", metadata.eventHub());
        json.writeStringField("consumer_group", metadata.consumerGroup());
        json.writeEndObject();
    }

    private static String timestamp(Instant instant) {
        return instant == null ? null : TimeText.utcMillis(instant);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
