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

/** What a finding takes from the less usual forms of an alert. */
class AsffAlertTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AsffMapper MAPPER = AsffForm.mapper();
    private static final EventOrigin ORIGIN =
            new EventOrigin("hub", "0", 7L, Instant.parse("2026-05-05T10:00:00.999Z"), 0);

    @Test
    void entitiesInTheFormOfSentinelGiveMalwareAndProcess() throws IOException {
        JsonNode finding = map("\"Entities\":["
                + "{\"kind\":\"Malware\",\"type\":\"Microsoft.SecurityInsights/Entities\","
                + "\"properties\":{\"malwareName\":\"Win32/Toga!rfn\"}},"
                + "{\"kind\":\"Process\",\"properties\":{\"processId\":\"0x1f3c\","
                + "\"creationTimeUtc\":\"2026-05-05T09:00:00Z\"}}]");

        assertEquals("Win32/Toga!rfn", finding.at("/Malware/0/Name").asText());
        assertEquals(7996, finding.at("/Process/Pid").asInt());
        assertEquals(
                "2026-05-05T09:00:00.000Z", finding.at("/Process/LaunchedAt").asText());
    }

    @ParameterizedTest
    @CsvSource({"ProductName, ProductName, productName", "VendorName, CompanyName, vendorName"})
    void aNameThatIsCutIsWholeBesideTheFinding(String field, String name, String kept) throws IOException {
        String product = "p".repeat(500);
        JsonNode finding = map("\"" + field + "\":\"" + product + "\"");

        assertEquals(128, finding.get(name).asText().length());
        assertEquals(product, field(finding, kept));
    }

    @Test
    void aSeverityThatIsCutIsWholeBesideTheFinding() throws IOException {
        String word = "w".repeat(500);

        assertEquals(word, field(map("\"Severity\":\"" + word + "\""), "severity"));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"Information\"', INFORMATIONAL",
        "'{\"value\":\"High\"}', HIGH",
        "'{\"value\":\"Medium\",\"localizedValue\":\"Mittel\"}', MEDIUM"
    })
    void aSeverityIsReadInEachOfItsForms(String severity, String label) throws IOException {
        JsonNode finding = map("\"Severity\":" + severity);

        assertEquals(label, finding.at("/Severity/Label").asText());
        assertTrue(!severity.contains("Mittel")
                || field(finding, "severity.localizedValue").equals("Mittel"));
    }

    @ParameterizedTest
    @CsvSource({"0.85, 85", "85, 85", "'\"0.85\"', 85", "1, 100", "100, 100", "101, ", "0, ", "-1, ", "true, "})
    void aConfidenceIsOneOfAHundredOrAFractionOfOne(String score, Integer confidence) throws IOException {
        JsonNode found = map("\"ConfidenceScore\":" + score).at("/FindingProviderFields/Confidence");

        assertEquals(confidence, found.isMissingNode() ? null : found.intValue());
    }

    @Test
    void whatIsNoTextWhereATextBelongsIsKeptBesideTheFinding() throws IOException {
        JsonNode finding = map("\"RemediationSteps\":[1,{\"a\":\"b\"}],\"Description\":[\"d1\",\"d2\"]");

        assertEquals("1", finding.at("/Remediation/Recommendation/Text").asText());
        assertTrue(field(finding, "remediationSteps").contains("{\"a\":\"b\"}"));
        assertEquals("d1", finding.get("Description").asText());
        assertEquals("d1, d2", field(finding, "description"));
    }

    private static String field(JsonNode finding, String name) {
        return finding.get("ProductFields")
                .path("microsoft/defender-for-cloud/" + name)
                .asText();
    }

    private static JsonNode map(String fields) throws IOException {
        List<MappedEvent> events = MAPPER.toAsff(
                JSON.readTree(
                        "{\"SystemAlertId\":\"id-1\",\"AlertType\":\"T\",\"AlertDisplayName\":\"D\"," + fields + "}"),
                ORIGIN);
        assertEquals(1, events.size());
        assertFalse(events.get(0).failed(), () -> events.get(0).failure().toString());
        assertEquals(List.of(), AsffForm.faults(events.get(0).json()));
        return JSON.readTree(events.get(0).json());
    }
}
