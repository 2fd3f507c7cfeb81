package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a state is, in whatever spelling and place it comes. */
class FindingStatesTest {
    private static final String ALERT =
            "{'SystemAlertId':'a-1','AlertType':'VM_Test','TimeGenerated':'2026-03-02T07:21:30Z',%s}";
    private static final String ATTACK_PATH = "{'id':'/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/"
            + "Microsoft.Security/attackPaths/p','type':'Microsoft.Security/attackPaths','properties':{},%s}";
    private static final String ASSESSMENT = "{'id':'/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/"
            + "Microsoft.Security/assessments/a1','name':'a1','type':'Microsoft.Security/assessments',%s}";

    private static JsonNode finding(String event, String fields) {
        return PostureSamples.finding(OcsfMapper.VERSION, String.format(event, fields));
    }

    @ParameterizedTest
    @ValueSource(strings = {ALERT, ATTACK_PATH, ASSESSMENT})
    void aDeletionThatEitherPartNamesCounts(String event) {
        JsonNode finding = finding(
                event,
                "'SecurityEventDataEnrichment':{'Action':'Insert'},"
                        + "'AssessmentEventDataEnrichment':{'Action':'Delete'}");

        assertEquals(3, finding.get("activity_id").intValue());
        assertEquals(6, finding.get("status_id").intValue());
        assertFalse(finding.path("status_code").asText().equals("Insert"));
    }

    @ParameterizedTest
    @ValueSource(strings = {ALERT, ATTACK_PATH})
    void aSnapshotByAFlagThatIsATextIsAnUpdate(String event) {
        JsonNode finding = finding(event, "'SecurityEventDataEnrichment':{'Action':'Insert','IsSnapshot':'true'}");

        assertEquals(2, finding.get("activity_id").intValue());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-10T00:00:00Z, 2026-11-10T00:00:00.0000000Z, 1",
        "2026-11-10T01:00:00+01:00, 2026-11-10T00:00:00Z, 1",
        "2026-11-10T00:00:00Z, 2026-11-10T00:00:00.0010000Z, 2"
    })
    void anAssessmentWhoseStateIsItsFirstIsCreatedHoweverItsTimesAreSpelt(String first, String last, int activity) {
        JsonNode finding = finding(
                ASSESSMENT,
                "'properties':{'status':{'code':'Unhealthy','firstEvaluationDate':'" + first + "','statusChangeDate':'"
                        + last + "'}}");

        assertEquals(activity, finding.get("activity_id").intValue());
    }

    @ParameterizedTest
    @CsvSource({"{'value':'High'}, 4, High", "' High ', 4, High", "{'value':'Sev-9'}, 99, Sev-9"})
    void aSeverityIsReadFromAStructureAndBetweenBlanks(String severity, int id, String caption) {
        String word = severity.startsWith("{") ? severity : "'" + severity + "'";
        JsonNode alert = finding(ALERT, "'Severity':" + word);
        JsonNode assessment = finding(
                ASSESSMENT, "'properties':{'status':{'code':'Unhealthy'},'metadata':{'severity':" + word + "}}");

        for (JsonNode finding : new JsonNode[] {alert, assessment}) {
            assertEquals(id, finding.get("severity_id").intValue());
            assertEquals(caption, finding.get("severity").textValue());
        }
    }

    @Test
    void aSeverityThatNamesNoWordStaysUnmapped() {
        JsonNode finding = finding(ALERT, "'Severity':{'level':'High'}");

        assertEquals(0, finding.get("severity_id").intValue());
        assertEquals("High", finding.at("/unmapped/severity/level").textValue());
    }
}
