package io.trailbridge.transform.asff;

import static io.trailbridge.transform.asff.SmallEvents.ENQUEUED;
import static io.trailbridge.transform.asff.SmallEvents.MAPPER;
import static io.trailbridge.transform.asff.SmallEvents.ORIGIN;
import static io.trailbridge.transform.asff.SmallEvents.SUBSCRIPTION;
import static io.trailbridge.transform.asff.SmallEvents.alert;
import static io.trailbridge.transform.asff.SmallEvents.assessment;
import static io.trailbridge.transform.asff.SmallEvents.map;
import static io.trailbridge.transform.asff.SmallEvents.mapAt;
import static io.trailbridge.transform.asff.SmallEvents.mapUnknownArrival;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All events about one thing are one finding, of which the latest state counts. */
class OneFindingForAllStatesTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Test
    void allStatesAndFormsOfAnAlertAreOneFindingThatIsUpdated() {
        ObjectNode later = alert().put("ProcessingEndTime", "2026-01-02T00:00:02Z");
        ObjectNode rest = NODES.objectNode()
                .put("type", "Microsoft.Security/Locations/alerts")
                .put("name", "ID-1");
        rest.putObject("properties").put("alertType", "T").put("timeGeneratedUtc", "2026-01-01T00:00:01.5Z");

        JsonNode first = map(alert());
        JsonNode second = map(later);

        assertEquals("microsoft-defender-for-cloud/id-1", first.get("Id").asText());
        assertEquals(first.get("Id"), second.get("Id"));
        assertEquals(first.get("Id"), map(rest).get("Id"));
        assertEquals("2026-01-01T00:00:01.500Z", first.get("CreatedAt").asText());
        assertEquals(first.get("CreatedAt"), second.get("CreatedAt"));
        assertEquals(
                "2026-01-01T00:00:02.000Z",
                mapUnknownArrival(alert()).get("UpdatedAt").asText());
        assertEquals(
                "2026-01-02T00:00:02.000Z",
                mapUnknownArrival(later).get("UpdatedAt").asText());
    }

    @Test
    void theSameMessageGivesTheSameTextWheneverItIsMapped() {
        assertEquals(
                MAPPER.toAsff(alert(), ORIGIN).get(0).json(),
                AsffForm.mapper().toAsff(alert(), ORIGIN).get(0).json());
    }

    @ParameterizedTest
    @CsvSource({"New, ACTIVE", "active, ACTIVE", "InProgress, ACTIVE", "Dismissed, ARCHIVED", "RESOLVED, ARCHIVED"})
    void anAlertThatWasDismissedOrResolvedIsArchived(String status, String state) {
        assertEquals(
                state, map(alert().put("Status", status)).get("RecordState").asText());
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

    /** Security Hub keeps a finding for 90 days after its UpdatedAt. */
    @ParameterizedTest
    @MethodSource("ofEveryKind")
    void aStateThatIsReportedAgainIsObservedAndUpdatedWhenItWasReported(ObjectNode event) {
        JsonNode first = map(event);
        event.putObject("securityEventDataEnrichment").put("action", "Insert").put("isSnapshot", true);
        JsonNode again = mapAt(event, ENQUEUED.plusSeconds(604_800));

        assertEquals(first.get("Id"), again.get("Id"));
        assertEquals("2026-05-12T10:00:00.999Z", again.get("UpdatedAt").asText());
        assertEquals("2026-05-12T10:00:00.999Z", again.get("LastObservedAt").asText());
        assertEquals(again, mapAt(event, ENQUEUED.plusSeconds(604_800)));
    }

    static Stream<ObjectNode> ofEveryKind() {
        String assessments = SUBSCRIPTION + "/providers/Microsoft.Security/assessments/a";
        ObjectNode subAssessment = arm("assessments/subAssessments", assessments + "/subAssessments/s");
        ((ObjectNode) subAssessment.get("properties")).put("timeGenerated", "2026-02-01T00:00:00Z");
        ObjectNode attackPath = arm("attackPaths", SUBSCRIPTION + "/providers/Microsoft.Security/attackPaths/p");
        attackPath.put("timeGenerated", "2026-02-01T00:00:00Z");
        return Stream.of(
                alert(),
                alert().put("StartTimeUtc", "2026-01-01T00:00:00Z").put("EndTimeUtc", "2026-01-01T00:00:01Z"),
                assessment("Unhealthy"),
                subAssessment,
                attackPath,
                arm("secureScores", SUBSCRIPTION + "/providers/Microsoft.Security/secureScores/ascScore"),
                arm(
                        "regulatoryComplianceStandards",
                        SUBSCRIPTION + "/providers/Microsoft.Security/regulatoryComplianceStandards/s"));
    }

    private static ObjectNode arm(String type, String id) {
        ObjectNode event =
                NODES.objectNode().put("type", "Microsoft.Security/" + type).put("id", id);
        event.putObject("properties").put("displayName", "A");
        return event;
    }

    /** In whatever order they are delivered, and however often: an event keeps the time at which the hub took it. */
    @Test
    void ofTwoStatesTheOneThatWasReportedLaterCounts() {
        ObjectNode snapshot = assessment("Unhealthy");
        snapshot.putObject("securityEventDataEnrichment")
                .put("action", "Insert")
                .put("isSnapshot", true);
        // The state in a snapshot may be older than the snapshot: a later notice reports that it was resolved.
        ObjectNode resolved = assessment("Healthy");
        ((ObjectNode) resolved.at("/properties/status")).put("statusChangeDate", "2026-05-05T09:59:00Z");

        String open = updated(assessment("Unhealthy"), ENQUEUED.minusSeconds(3600));
        String again = updated(snapshot, ENQUEUED);
        String closed = updated(resolved, ENQUEUED.plusSeconds(60));

        assertTrue(open.compareTo(again) < 0);
        assertTrue(again.compareTo(closed) < 0);
        assertEquals(open, updated(assessment("Unhealthy"), ENQUEUED.minusSeconds(3600)));
    }

    @Test
    void aTimeInTheEventThatIsLaterThanItsArrivalCounts() {
        assertEquals(
                "2026-02-01T00:00:00.000Z",
                updated(assessment("Unhealthy"), Instant.parse("2026-01-31T23:59:59.999Z")));
        assertEquals("2026-02-01T00:00:00.000Z", updated(assessment("Unhealthy"), null));
    }

    @Test
    void aDeletionArchivesTheFindingLaterThanAllItsStates() {
        ObjectNode assessment = assessment("Unhealthy");
        JsonNode open = map(assessment);
        assessment
                .putObject("securityEventDataEnrichment")
                .put("action", "Insert")
                .put("isSnapshot", true);
        JsonNode again = mapAt(assessment, ENQUEUED.plusSeconds(60));
        assessment.putObject("securityEventDataEnrichment").put("action", "Delete");
        JsonNode deleted = mapAt(assessment, ENQUEUED.plusSeconds(120));

        assertEquals(open.get("Id"), deleted.get("Id"));
        assertEquals("ACTIVE", again.get("RecordState").asText());
        assertEquals("ARCHIVED", deleted.get("RecordState").asText());
        assertFalse(deleted.has("LastObservedAt"));
        assertEquals("2026-05-05T10:00:00.999Z", open.get("UpdatedAt").asText());
        assertEquals("2026-05-05T10:01:00.999Z", again.get("UpdatedAt").asText());
        assertEquals("2026-05-05T10:02:00.999Z", deleted.get("UpdatedAt").asText());
    }

    private static String updated(ObjectNode event, Instant enqueued) {
        return mapAt(event, enqueued).get("UpdatedAt").asText();
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
        assertNotEquals(
                id, map(alert().put("SystemAlertId", "i".repeat(601))).get("Id").asText());
    }
}
