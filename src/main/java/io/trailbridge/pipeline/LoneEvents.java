package io.trailbridge.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.json.CompactJson;
import io.trailbridge.transform.json.JsonSize;
import java.util.List;
import java.util.Map;

/**
 * The events of one message, each in its own envelope, so that a message with many events does not become as many
 * copies of itself. The metadata of the envelope is repeated in each as long as it is small. Large metadata, with the
 * publisher's properties, is complete only in the first envelope requested; the others contain only the position, with
 * {@code left_out_bytes} for the rest. For one thread.
 */
final class LoneEvents {
    /** Maximum size of the metadata in bytes of JSON, for each event and for all events together. */
    private static final int MAX_BESIDE = 4 * 1024;

    private static final int MAX_BESIDE_ALL = 64 * 1024;

    private static final int LONGEST_VALUE = 256;
    private static final Map<String, List<String>> POSITION = Map.of(
            "event_metadata", List.of("sequence_number", "offset", "enqueued_time", "partition_id"),
            "processing_metadata", List.of("eventhub_name", "consumer_group"));

    private final Envelope envelope;
    private final int mapped;
    private List<JsonNode> events;
    private ObjectNode beside;
    private ObjectNode besideOthers;

    /** @param mapped the number of events with a result; 1 for a message that was not split */
    LoneEvents(Envelope envelope, int mapped) {
        this.envelope = envelope;
        this.mapped = mapped;
    }

    /**
     * Returns the JSON of an envelope with this event alone. For the only event of a message it is the original text.
     * Null when the envelope was not read from text.
     */
    String text(int index) {
        if (mapped == 1 || envelope.text() == null) {
            return envelope.text();
        }
        ObjectNode lone = JsonNodeFactory.instance.objectNode();
        if (events == null) {
            events = Classifier.unwrap(envelope.event());
            beside = envelope.besideEvent();
            besideOthers = JsonSize.isWithin(beside, Math.min(MAX_BESIDE, MAX_BESIDE_ALL / mapped))
                    ? beside
                    : position(beside);
        }
        lone.set("event_data", events.get(index));
        lone.setAll(beside);
        beside = besideOthers;
        return CompactJson.of(lone);
    }

    private static ObjectNode position(ObjectNode beside) {
        ObjectNode position = JsonNodeFactory.instance.objectNode();
        POSITION.forEach((part, names) -> names.forEach(name -> {
            JsonNode value = beside.path(part).path(name);
            if (value.isValueNode() && value.asText().length() <= LONGEST_VALUE) {
                position.withObjectProperty(part).set(name, value);
            }
        }));
        return position.put("left_out_bytes", JsonSize.of(beside) - JsonSize.of(position));
    }
}
