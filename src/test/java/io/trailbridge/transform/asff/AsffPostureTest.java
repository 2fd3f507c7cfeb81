package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a finding takes from the less usual forms of assessments, scores and attack paths. */
class AsffPostureTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AsffMapper MAPPER = AsffForm.mapper();
    private static final EventOrigin ORIGIN =
            new EventOrigin("hub", "0", 7L, Instant.parse("2026-05-05T10:00:00.999Z"), 0);
    private static final String REGISTRY = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/rg"
            + "/providers/Microsoft.ContainerRegistry/registries/acr";

    @ParameterizedTest
    @CsvSource({
        "Delete, Insert, ARCHIVED",
        "Insert, Delete, ARCHIVED",
        "Insert, delete, ARCHIVED",
        "Insert, Write, ACTIVE"
    })
    void eitherEnrichmentTellsOfADeletion(String security, String assessment, String state) throws IOException {
        JsonNode finding = map(
                "assessments",
                "{}",
                ",\"securityEventDataEnrichment\":{\"action\":\"" + security
                        + "\"},\"assessmentEventDataEnrichment\":{\"action\":\"" + assessment + "\"}");

        assertEquals(state, finding.get("RecordState").asText());
    }

    @ParameterizedTest
    @CsvSource({"'\"29\"', '\"58\"'", "'\"29.0\"', 58", "29, '\"58\"'"})
    void numbersOfAScoreAreReadOfTheirTextsToo(String current, String max) throws IOException {
        JsonNode finding = map("secureScores", "{\"score\":{\"current\":" + current + ",\"max\":" + max + "}}");

        assertEquals("WARNING", finding.at("/Compliance/Status").asText());
        assertEquals("MEDIUM", finding.at("/Severity/Label").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"many\"", "\"1e999\"", "\"1e99999999999\"", "1e999", "[29]", "true"})
    void aScoreThatIsNoNumberGivesNoState(String current) throws IOException {
        JsonNode finding = map("secureScores", "{\"score\":{\"current\":" + current + ",\"max\":58}}");

        assertTrue(finding.at("/Compliance/Status").isMissingNode());
    }

    @ParameterizedTest
    @CsvSource({"metadata, severity", "risk, level", "risk, riskLevel"})
    void aSeverityMayBeAValueWithin(String block, String field) throws IOException {
        JsonNode finding = map(
                "assessments",
                "{\"status\":{\"code\":\"Unhealthy\"},\"" + block + "\":{\"" + field
                        + "\":{\"value\":\"High\",\"display\":\"Hoch\"}}}");

        assertEquals("HIGH", finding.at("/Severity/Label").asText());
        assertTrue(finding.get("ProductFields").toString().contains("Hoch"));
    }

    @Test
    void anAttackPathTellsItsRiskAndItsStepsInAnyForm() throws IOException {
        JsonNode finding = map(
                "attackPaths",
                "{\"riskLevel\":{\"value\":\"High\",\"display\":\"Hoch\"},"
                        + "\"manualRemediationSteps\":[\"first\",{\"a\":\"b\"}]}");

        assertEquals("HIGH", finding.at("/Severity/Label").asText());
        assertEquals("first", finding.at("/Remediation/Recommendation/Text").asText());
        assertEquals("Hoch", field(finding, "riskLevel.display"));
        assertTrue(field(finding, "remediation").contains("{\"a\":\"b\"}"));
    }

    @Test
    void theParentOfAResourceHasNoRole() throws IOException {
        JsonNode resources = map(
                        "assessments/subAssessments", "{\"resourceDetails\":{\"id\":\"" + REGISTRY + "/images/shop\"}}")
                .get("Resources");

        assertEquals(List.of(REGISTRY + "/images/shop", REGISTRY), resources.findValuesAsText("Id"));
        assertEquals(List.of("Target"), resources.findValuesAsText("ResourceRole"));
    }

    private static String field(JsonNode finding, String name) {
        return finding.get("ProductFields")
                .path("microsoft/defender-for-cloud/" + name)
                .asText();
    }

    private static JsonNode map(String type, String properties) throws IOException {
        return map(type, properties, "");
    }

    private static JsonNode map(String type, String properties, String more) throws IOException {
        List<MappedEvent> events = MAPPER.toAsff(
                JSON.readTree("{\"id\":\"" + REGISTRY
                        + "/providers/Microsoft.Security/" + type.replace("/", "/a/") + "/b\",\"name\":\"b\","
                        + "\"type\":\"Microsoft.Security/" + type + "\",\"properties\":" + properties + more + "}"),
                ORIGIN);
        assertEquals(1, events.size());
        assertFalse(events.get(0).failed(), () -> events.get(0).failure().toString());
        assertEquals(List.of(), AsffForm.faults(events.get(0).json()));
        return JSON.readTree(events.get(0).json());
    }
}
