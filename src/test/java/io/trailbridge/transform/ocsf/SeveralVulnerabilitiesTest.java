package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Facts about all CVEs of a finding are on each of them, unless that makes the finding too large. */
class SeveralVulnerabilitiesTest {
    @Test
    void whatIsSaidOfAllStandsOnEachWhileItIsSmall() {
        JsonNode finding = finding(10, 3, "CVE-2026-%d");

        for (JsonNode vulnerability : finding.get("vulnerabilities")) {
            assertEquals(3, vulnerability.get("references").size());
            assertEquals("do this", vulnerability.at("/remediation/desc").asText());
        }
        assertFalse(finding.get("unmapped").has("vulnerabilitiesSayOnce"));
    }

    @Test
    void whatIsLargeStandsOnTheFirstAloneAndIsNamed() {
        JsonNode finding = finding(300, 300, "CVE-2026-%d");

        JsonNode vulnerabilities = finding.get("vulnerabilities");
        assertEquals(300, vulnerabilities.size());
        assertEquals(300, vulnerabilities.get(0).get("references").size());
        for (int i = 1; i < 300; i++) {
            assertEquals(
                    "CVE-2026-" + (10_000 + i),
                    vulnerabilities.get(i).at("/cve/uid").asText());
            assertEquals(
                    "do this", vulnerabilities.get(i).at("/remediation/desc").asText());
            assertFalse(vulnerabilities.get(i).has("references"));
        }
        assertEquals(
                "[\"references\"]",
                finding.at("/unmapped/vulnerabilitiesSayOnce").toString());
        assertTrue(finding.toString().length() < 200_000);
    }

    /** A dollar in a pattern would take it for the end of the text. */
    @Test
    void aNumberWithALineBreakBehindItIsNone() {
        assertFalse(finding(1, 1, "CVE-2026-%d\\n").has("vulnerabilities"));
    }

    private static JsonNode finding(int cves, int references, String number) {
        return PostureSamples.finding(
                OcsfMapper.VERSION,
                "{'type':'Microsoft.Security/assessments/subAssessments',"
                        + "'id':'/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/"
                        + "Microsoft.Security/assessments/a/subAssessments/s','name':'s','properties':{'displayName':'D',"
                        + "'remediation':'do this','additionalData':{'cve':["
                        + IntStream.range(0, cves)
                                .mapToObj(i -> "'" + number.formatted(10_000 + i) + "'")
                                .collect(Collectors.joining(","))
                        + "],'vendorReferences':["
                        + IntStream.range(0, references)
                                .mapToObj(i -> "{'link':'https://x.example/" + i + "'}")
                                .collect(Collectors.joining(","))
                        + "]}}}");
    }
}
