package io.trailbridge.transform.asff;

import static io.trailbridge.transform.asff.SmallEvents.MAPPER;
import static io.trailbridge.transform.asff.SmallEvents.alert;
import static io.trailbridge.transform.asff.SmallEvents.map;
import static io.trailbridge.transform.asff.SmallEvents.mapUnknownArrival;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The times of a finding are those of the source in one form. */
class FindingTimesTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:03Z, 2026-01-01T00:00:03.000Z",
        "2026-01-01T00:00:03.1, 2026-01-01T00:00:03.100Z",
        "2026-01-01T00:00:03.1234567Z, 2026-01-01T00:00:03.123Z",
        "2026-01-01T02:00:03.9999999+02:00, 2026-01-01T00:00:03.999Z"
    })
    void aTimeIsReadWithAnyFractionAndCutToMilliseconds(String time, String expected) {
        assertEquals(
                expected,
                mapUnknownArrival(alert().put("EndTimeUtc", time))
                        .get("UpdatedAt")
                        .asText());
        assertEquals(
                expected,
                map(alert().put("EndTimeUtc", time)).get("LastObservedAt").asText());
    }

    @Test
    void withoutAnyTimeAnEventIsRefusedAndWithItsArrivalItHasThat() {
        ObjectNode timeless = NODES.objectNode().put("SystemAlertId", "id-1").put("AlertType", "T");

        assertEquals("2026-05-05T10:00:00.999Z", map(timeless).get("CreatedAt").asText());
        MappingException failure =
                MAPPER.toAsff(timeless, EventOrigin.NOWHERE).get(0).failure();
        assertEquals("$.CreatedAt", failure.path());
        assertTrue(failure.reason().contains("enqueued"), failure.reason());
    }

    @Test
    void anEndBeforeTheStartIsNotSaid() {
        JsonNode finding =
                map(alert().put("StartTimeUtc", "2026-01-01T00:00:00Z").put("EndTimeUtc", "2025-01-01T00:00:00Z"));

        assertFalse(finding.has("LastObservedAt"));
    }
}
