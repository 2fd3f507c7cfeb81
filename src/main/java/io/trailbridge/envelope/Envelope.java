package io.trailbridge.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.encoding.TimeText;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/**
 * A parsed envelope: the event and where it came from. Values that the envelope does not contain are null.
 *
 * @param event the event as it was published: one JSON value, perhaps a wrapper of several events
 * @param eventHub the hub's name
 * @param partitionId the partition's id
 * @param sequenceNumber the event's number in its partition
 * @param enqueuedTime when the broker received the event
 * @param correlationId the event's correlation id, by the rule of {@link CorrelationId}
 * @param text the whole envelope as the JSON string that was received; null when it was not read from a string
 */
public record Envelope(
        JsonNode event,
        String eventHub,
        String partitionId,
        Long sequenceNumber,
        Instant enqueuedTime,
        String correlationId,
        String text) {

    private static final String EXAMPLE = "2026-01-31T12:00:00Z";
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
    private static final String REMEDY = ": only messages as an ingest route wrote them belong into the queue";

    /**
     * Parses the body of a queue message.
     *
     * @throws InvalidEnvelopeException if it is not the JSON of an envelope
     */
    public static Envelope parse(String text) {
        JsonNode envelope = JsonText.parseEnvelope(text)
                .orElseThrow(() -> new InvalidEnvelopeException(
                        "the message body is " + Shape.of(text) + " that is not JSON" + REMEDY, null));
        if (!isEnvelope(envelope)) {
            throw new InvalidEnvelopeException(
                    "the message body has no event_data, it is " + Shape.of(envelope) + " and no envelope" + REMEDY,
                    null);
        }
        return of(envelope, text);
    }

    /** Returns whether this value has the form of an envelope. */
    public static boolean isEnvelope(JsonNode value) {
        return value.has("event_data");
    }

    /**
     * Reads an envelope that is already parsed.
     *
     * @throws InvalidEnvelopeException if its position or its time cannot be read
     */
    public static Envelope of(JsonNode envelope) {
        return of(envelope, null);
    }

    private static Envelope of(JsonNode envelope, String text) {
        JsonNode metadata = envelope.path("event_metadata");
        String eventHub = text(envelope.path("processing_metadata").path("eventhub_name"));
        String partitionId = text(metadata.path("partition_id"));
        Long sequenceNumber = number(metadata.path("sequence_number"));
        String published =
                metadata.path("system_properties").path(CorrelationId.PROPERTY).textValue();
        return new Envelope(
                envelope.get("event_data"),
                eventHub,
                partitionId,
                sequenceNumber,
                time(metadata.path("enqueued_time")),
                CorrelationId.of(published, eventHub, partitionId, sequenceNumber),
                text);
    }

    /**
     * Returns when the broker received the event.
     *
     * @throws InvalidEnvelopeException if the envelope does not contain the time
     */
    public Instant requiredTime() {
        if (enqueuedTime == null) {
            throw new InvalidEnvelopeException(
                    "the envelope has no event_metadata.enqueued_time, the time when the"
                            + " hub received the event: set it to a time such as " + EXAMPLE,
                    null);
        }
        return enqueuedTime;
    }

    /**
     * Returns the fields of the text other than the event; empty where there is no text. Parses the text again on each
     * call.
     */
    public ObjectNode besideEvent() {
        ObjectNode beside = JsonText.MAPPER.createObjectNode();
        if (text != null && JsonText.parseEnvelope(text).orElse(null) instanceof ObjectNode whole) {
            beside.setAll(whole);
            beside.remove("event_data");
        }
        return beside;
    }

    private static String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() && !node.asText().isBlank() ? node.asText() : null;
    }

    private static Long number(JsonNode node) {
        String text = text(node);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException broken) {
            // The exception is not passed on as the cause because its message contains the value. The same holds below.
            throw new InvalidEnvelopeException(
                    "event_metadata.sequence_number is " + Shape.of(node)
                            + ", not an integer of 64 bits: correct it or leave it out",
                    null);
        }
    }

    private static Instant time(JsonNode node) {
        String text = text(node);
        Instant plain = text == null ? null : TimeText.plainUtc(text);
        if (plain != null) {
            return plain;
        }
        try {
            Instant time = text == null
                    ? null
                    : OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
            if (time == null || !time.isBefore(EARLIEST) && time.isBefore(END)) {
                return time;
            }
        } catch (DateTimeParseException broken) {
            // Reported below, together with years out of range.
        }
        throw new InvalidEnvelopeException(
                "event_metadata.enqueued_time is " + Shape.of(node)
                        + ", not an ISO-8601 time with zone in the years 0 to 9999: write it as " + EXAMPLE,
                null);
    }
}
