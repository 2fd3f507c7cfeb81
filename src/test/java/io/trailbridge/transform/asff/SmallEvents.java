package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.MappingException;
import java.time.Instant;
import java.util.List;

/** Small events to which a test adds what it is about, and the findings of them. */
final class SmallEvents {
    static final Instant ENQUEUED = Instant.parse("2026-05-05T10:00:00.999Z");
    static final EventOrigin ORIGIN = new EventOrigin("hub", "0", 7L, ENQUEUED, 0);
    static final AsffMapper MAPPER = AsffForm.mapper();
    static final String SUBSCRIPTION = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SmallEvents() {}

    static ObjectNode alert() {
        return NODES.objectNode()
                .put("SystemAlertId", "id-1")
                .put("AlertType", "T")
                .put("Status", "New")
                .put("TimeGenerated", "2026-01-01T00:00:01.5Z")
                .put("ProcessingEndTime", "2026-01-01T00:00:02Z");
    }

    static ObjectNode assessment(String code) {
        ObjectNode event = NODES.objectNode()
                .put("type", "Microsoft.Security/assessments")
                .put(
                        "id",
                        SUBSCRIPTION
                                + "/providers/Microsoft.Security/assessments/20d1737e-622f-4a64-b391-5a0e7d000000");
        event.putObject("properties")
                .put("displayName", "A")
                .putObject("status")
                .put("code", code)
                .put("statusChangeDate", "2026-02-01T00:00:00Z")
                .put("firstEvaluationDate", "2026-01-01T00:00:00Z");
        return event;
    }

    static MappingException refusal(String event) throws JsonProcessingException {
        return MAPPER.toAsff(JSON.readTree(event), ORIGIN).get(0).failure();
    }

    /** The finding of an event that is written with single quotes. */
    static JsonNode map(String event) throws JsonProcessingException {
        return map(JSON.readTree(event.replace('\'', '"')));
    }

    static JsonNode map(JsonNode event) {
        return mapAt(event, ENQUEUED);
    }

    static JsonNode mapUnknownArrival(JsonNode event) {
        return mapAt(event, null);
    }

    static JsonNode mapAt(JsonNode event, Instant enqueued) {
        MappedEvent mapped = MAPPER.toAsff(event, new EventOrigin("hub", "0", 7L, enqueued, 0))
                .get(0);
        assertFalse(mapped.failed(), () -> mapped.failure().getMessage());
        assertEquals(List.of(), AsffForm.faults(mapped.json()));
        return mapped.document();
    }
}
