package io.trailbridge.envelope;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Writes an event's envelope: the event's JSON exactly as received (precision, key order and escapes included),
 * together with what is known of its origin and of its processing. Thread-safe.
 */
public final class EnvelopeWriter {
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final String processorVersion;
    private final Clock clock;

    public EnvelopeWriter(String processorVersion, Clock clock) {
        this.processorVersion = processorVersion;
        this.clock = clock;
    }

    public String write(byte[] event, EventMetadata metadata) {
        return write(event, metadata, JsonText::isJson);
    }

    /** Writes the envelope without checking whether the event is JSON, as if it were not. */
    public String writeRaw(byte[] event, EventMetadata metadata) {
        return write(event, metadata, text -> false);
    }

    private String write(byte[] event, EventMetadata metadata, Predicate<String> isJson) {
        Optional<String> text = JsonText.utf8(event);
        StringWriter out = new StringWriter(event.length + 1024);
        try (JsonGenerator json = JsonText.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeFieldName("event_data");
            if (text.isEmpty()) {
                json.writeStartObject();
                json.writeStringField("raw_data_base64", Base64.getEncoder().encodeToString(event));
                json.writeEndObject();
            } else if (isJson.test(text.get())) {
                json.writeRawValue(text.get().strip());
            } else {
                json.writeStartObject();
                json.writeStringField("raw_data", text.get());
                json.writeEndObject();
            }
            writeMetadata(json, metadata);
            writeProcessing(json, metadata);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString();
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
        return instant == null ? null : MILLISECONDS.format(instant);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
