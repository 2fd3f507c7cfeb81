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

/** What a finding contains of a scanner's result, and what it leaves open. */
class AsffVulnerabilitiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AsffMapper MAPPER = AsffForm.mapper();
    private static final EventOrigin ORIGIN =
            new EventOrigin("hub", "0", 7L, Instant.parse("2026-05-05T10:00:00.999Z"), 0);
    private static final String CHECKS = "Software and Configuration Checks";
    private static final String MACHINE = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/rg"
            + "/providers/Microsoft.Compute/virtualMachines/vm-1";

    @ParameterizedTest
    @CsvSource({
        "'\"exploitStepsPublished\":true', YES",
        "'\"exploitStepsVerified\":true,\"isInExploitKit\":false', YES",
        "'\"isInExploitKit\":true', YES",
        "'\"exploitUris\":[\"https://exploits.example/1\"]', YES",
        "'\"exploitUris\":[],\"exploitStepsPublished\":false', ",
        "'\"exploitStepsPublished\":false,\"isInExploitKit\":false', ",
        "'\"exploitStepsPublished\":false,\"exploitStepsVerified\":false,\"isInExploitKit\":false', NO",
        "'\"exploitStepsPublished\":false,\"exploitStepsVerified\":false,\"isInExploitKit\":false,"
                + "\"exploitUris\":[]', NO",
        "'\"exploitUris\":[null]', ",
    })
    void whetherAnExploitIsKnownIsSaidOnlyWhereItIs(String facts, String available) throws IOException {
        JsonNode finding =
                map("CVE-2024-1234", "\"vulnerabilityDetails\":{\"exploitabilityAssessment\":{" + facts + "}}");

        assertEquals(
                available,
                finding.at("/Vulnerabilities/0").path("ExploitAvailable").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"FixAvailable", "Fixed"})
    void aFixIsAvailableByTheWordsThatOcsfTakesAsWell(String status) throws IOException {
        JsonNode finding = map("CVE-2024-1234", "\"softwareDetails\":{\"fixStatus\":\"" + status + "\"}");

        assertEquals("YES", finding.at("/Vulnerabilities/0/FixAvailable").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NotFixed", "NoFix", "nofix", "WONTFIX", "NoFixAvailable"})
    void withoutAFixNoneIsAvailable(String status) throws IOException {
        JsonNode finding = map("CVE-2024-1234", "\"softwareDetails\":{\"fixStatus\":\"" + status + "\"}");

        assertEquals("NO", finding.at("/Vulnerabilities/0/FixAvailable").asText());
    }

    @Test
    void theIdOfTheFindingMayBeThatOfACve() throws IOException {
        JsonNode finding = map("CVE-2024-1234", "\"a\":1");

        assertEquals(List.of("CVE-2024-1234"), ids(finding));
        assertEquals(CHECKS + "/Vulnerabilities/CVE", finding.at("/Types/0").asText());
    }

    @Test
    void anAdvisoryIsNoCve() throws IOException {
        JsonNode finding =
                map("rule-1", "\"patchable\":true,\"vulnerabilityDetails\":{\"cveId\":\"GHSA-aaaa-bbbb-cccc\"}");

        assertEquals(List.of("rule-1"), ids(finding));
        assertEquals(CHECKS + "/Vulnerabilities", finding.at("/Types/0").asText());
        assertTrue(finding.get("ProductFields").toString().contains("GHSA-aaaa-bbbb-cccc"));
    }

    @Test
    void cvesOfBothFieldsCountOnce() throws IOException {
        JsonNode finding = map(
                "rule-1",
                "\"cve\":[{\"title\":\"cve-2024-0001\",\"link\":\"https://a.example/1\"},"
                        + "\"CVE-2024-0002\"],\"vulnerabilityDetails\":{\"cveId\":\"CVE-2024-0002\"}");

        assertEquals(List.of("CVE-2024-0002", "CVE-2024-0001"), ids(finding));
        assertEquals(
                "https://a.example/1",
                finding.at("/Vulnerabilities/1/ReferenceUrls/0").asText());
    }

    @Test
    void whatIsNoCveIsKeptBesideTheFinding() throws IOException {
        JsonNode finding = map("rule-1", "\"cve\":[\"not a cve\",5]");

        assertTrue(finding.path("Vulnerabilities").isMissingNode());
        assertEquals(CHECKS, finding.at("/Types/0").asText());
        assertTrue(finding.get("ProductFields").toString().contains("not a cve, 5"));
    }

    @Test
    void aScoreOfSeveralCvesBelongsToNone() throws IOException {
        String score = "\"cvss\":{\"3.0\":{\"base\":7.5}}";
        JsonNode several = map("rule-1", "\"cve\":[\"CVE-2024-0001\",\"CVE-2024-0002\"]," + score);
        JsonNode one = map("rule-1", "\"cve\":[\"CVE-2024-0001\"]," + score);

        assertEquals(2, several.get("Vulnerabilities").size());
        assertTrue(several.at("/Vulnerabilities/0/Cvss").isMissingNode());
        assertTrue(several.get("ProductFields").toString().contains("7.5"));
        assertEquals(7.5, one.at("/Vulnerabilities/0/Cvss/0/BaseScore").asDouble());
    }

    @Test
    void aScoreIsReadOfItsTextAndABlockWithoutOneIsLeftOut() throws IOException {
        JsonNode scores = map(
                        "CVE-2024-1234",
                        "\"cvss\":{\"2.0\":{\"base\":\"high\",\"cvssVectorString\":\"AV:N\"},"
                                + "\"3.0\":{\"base\":\"7.5\"},\"3.1\":{},\"4.0\":{\"base\":75},\"x\":5}")
                .at("/Vulnerabilities/0/Cvss");

        assertEquals(1, scores.size());
        assertEquals("3.0", scores.at("/0/Version").asText());
        assertTrue(scores.at("/0/BaseScore").isNumber());
        assertEquals(7.5, scores.at("/0/BaseScore").doubleValue());
    }

    @Test
    void theVendorIsTheOneThatTheSourceNamesElseMicrosoft() throws IOException {
        String rated = "\"vulnerabilityDetails\":{\"severity\":\"High\"}";

        assertEquals("Microsoft", vendor(map("CVE-2024-1234", rated)));
        assertEquals("Qualys", vendor(map("CVE-2024-1234", "\"vendor\":\"Qualys\"," + rated)));
        assertEquals(
                "Microsoft", vendor(map("CVE-2024-1234", "\"softwareDetails\":{\"vendor\":\"contoso\"}," + rated)));
    }

    private static String vendor(JsonNode finding) {
        return finding.at("/Vulnerabilities/0/Vendor/Name").asText();
    }

    private static List<String> ids(JsonNode finding) {
        return finding.get("Vulnerabilities").findValuesAsText("Id");
    }

    private static JsonNode map(String id, String data) throws IOException {
        List<MappedEvent> events = MAPPER.toAsff(
                JSON.readTree("{\"id\":\"" + MACHINE
                        + "/providers/Microsoft.Security/assessments/a/subAssessments/b\","
                        + "\"type\":\"Microsoft.Security/assessments/subAssessments\",\"properties\":{\"id\":\"" + id
                        + "\",\"displayName\":\"D\",\"additionalData\":{" + data + "}}}"),
                ORIGIN);
        assertEquals(1, events.size());
        assertFalse(events.get(0).failed(), () -> events.get(0).failure().toString());
        assertEquals(List.of(), AsffForm.faults(events.get(0).json()));
        return JSON.readTree(events.get(0).json());
    }
}
