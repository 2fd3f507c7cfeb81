package io.trailbridge.transform.asff;

import static io.trailbridge.transform.asff.SmallEvents.ENQUEUED;
import static io.trailbridge.transform.asff.SmallEvents.MAPPER;
import static io.trailbridge.transform.asff.SmallEvents.ORIGIN;
import static io.trailbridge.transform.asff.SmallEvents.alert;
import static io.trailbridge.transform.asff.SmallEvents.assessment;
import static io.trailbridge.transform.asff.SmallEvents.map;
import static io.trailbridge.transform.asff.SmallEvents.mapAt;
import static io.trailbridge.transform.asff.SmallEvents.mapUnknownArrival;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All that is told of one thing is one finding, of which the latest state counts. */
class OneFindingForAllStatesTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Test
    void allStatesAndFormsOfAnAlertAreOneFindingThatIsUpdated() {
        ObjectNode later = alert().put("ProcessingEndTime", "2026-01-02T00:00:02Z");
        ObjectNode rest = NODES.objectNode().put("type", "Microsoft.Security/Locations/alerts").put("name", "ID-1");
        rest.putObject("properties").put("alertType", "T").put("timeGeneratedUtc", "2026-01-01T00:00:01.5Z");

        JsonNode first = map(alert());
        JsonNode second = map(later);

        assertEquals("microsoft-defender-for-cloud/id-1", first.get("Id").asText());
        assertEquals(first.get("Id"), second.get("Id"));
        assertEquals(first.get("Id"), map(rest).get("Id"));
        assertEquals("2026-01-01T00:00:01.500Z", first.get("CreatedAt").asText());
        assertEquals(first.get("CreatedAt"), second.get("CreatedAt"));
        assertEquals("2026-01-01T00:00:02.000Z", mapUnknownArrival(alert()).get("UpdatedAt").asText());
        assertEquals("2026-01-02T00:00:02.000Z", mapUnknownArrival(later).get("UpdatedAt").asText());
    }

    @Test
    void theSameMessageGivesTheSameTextWheneverItIsMapped() {
        assertEquals(
                MAPPER.toAsff(alert(), ORIGIN).get(0).json(),
                AsffForm.mapper().toAsff(alert(), ORIGIN).get(0).json());
    }

    @ParameterizedTest
    @CsvSource({
        "New, ACTIVE", "active, ACTIVE", "InProgress, ACTIVE", "Dismissed, ARCHIVED", "RESOLVED, ARCHIVED"
    })
    void anAlertThatWasDismissedOrResolvedIsArchived(String status, String state) {
        assertEquals(state, map(alert().put("Status", status)).get("RecordState").asText());
    }

    @Test
    void thatAnAlertWasDismissedOrOpenedAgainIsAnUpdateAlthoughItsTimesStay() {
        JsonNode open = mapAt(alert(), ENQUEUED);
        JsonNode dismissed = mapAt(alert().put("Status", "Dismissed"), ENQUEUED.plusSeconds(60));
        JsonNode again = mapAt(alert(), ENQUEUED.plusSeconds(120));

        assertEquals(open.get("CreatedAt"), dismissed.get("CreatedAt"));
        assertEquals("2026-05-05T10:00:00.999Z", open.get("UpdatedAt").asText());
        assertEquals("2026-05-05T10:01:00.999Z", dismissed.get("UpdatedAt").asText());
        assertEquals("2026-05-05T10:02:00.999Z", again.get("UpdatedAt").asText());
        assertEquals(again, mapAt(alert(), ENQUEUED.plusSeconds(120)));
    }

    @Test
    void aSnapshotOfAnOldStateIsNoUpdate() {
        JsonNode now = map(assessment("Unhealthy"));
        ObjectNode snapshot = assessment("Unhealthy");
        snapshot.putObject("securityEventDataEnrichment").put("action", "Insert").put("isSnapshot", true);

        assertEquals(now.get("UpdatedAt"), mapAt(snapshot, ENQUEUED.plusSeconds(604_800)).get("UpdatedAt"));
    }

    @Test
    void aDeletionArchivesTheFindingLaterThanAllItsStates() {
        ObjectNode assessment = assessment("Unhealthy");
        JsonNode open = map(assessment);
        assessment.putObject("securityEventDataEnrichment").put("action", "Delete");
        JsonNode deleted = map(assessment);

        assertEquals(open.get("Id"), deleted.get("Id"));
        assertEquals("ACTIVE", open.get("RecordState").asText());
        assertEquals("ARCHIVED", deleted.get("RecordState").asText());
        assertEquals("2026-02-01T00:00:00.000Z", open.get("UpdatedAt").asText());
        assertEquals("2026-05-05T10:00:00.999Z", deleted.get("UpdatedAt").asText());
    }

    @Test
    void anIdIsTheSameInAnyCaseOfItsLetters() {
        ObjectNode upper = assessment("Healthy");
        upper.put("id", upper.get("id").asText().toUpperCase());

        assertEquals(map(assessment("Healthy")).get("Id"), map(upper).get("Id"));
    }

    @Test
    void anIdThatIsTooLongBecomesItsHash() {
        String id = map(alert().put("SystemAlertId", "i".repeat(600))).get("Id").asText();

        assertTrue(id.matches("microsoft-defender-for-cloud/sha256:[0-9a-f]{64}"), id);
        assertNotEquals(id, map(alert().put("SystemAlertId", "i".repeat(601))).get("Id").asText());
    }
}
