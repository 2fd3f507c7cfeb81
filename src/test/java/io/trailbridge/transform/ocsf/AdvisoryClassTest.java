package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/**
 * Why a vulnerability that has no CVE is of another class in 1.3.0: a Vulnerability Finding there needs a
 * vulnerability, and that a CVE or a CWE. Where the scanner names a weakness both versions say the same.
 */
class AdvisoryClassTest {
    private static String subAssessment(String additionalData) {
        return "{'type':'Microsoft.Security/assessments/subAssessments','id':'/subscriptions/"
                + "20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/Microsoft.Security/assessments/a/subAssessments/s',"
                + "'name':'s','properties':{'id':'91842','displayName':'Update it','status':{'code':'Unhealthy'},"
                + "'additionalData':{'assessedResourceType':'ServerVulnerability'," + additionalData + "}}}";
    }

    @Test
    void whereAWeaknessIsNamedBothVersionsHaveAVulnerabilityFinding() {
        String event = subAssessment("'vulnerabilityDetails':{'weaknesses':{'cwe':[{'id':'CWE-79'}]}}");

        assertEquals(
                2002,
                PostureSamples.finding(OcsfMapper.VERSION, event)
                        .get("class_uid")
                        .intValue());
        JsonNode older = PostureSamples.finding(OcsfMapper.OLDER_VERSION, event);
        assertEquals(2002, older.get("class_uid").intValue());
        assertEquals("CWE-79", older.at("/vulnerabilities/0/cwe/uid").textValue());
    }

    @Test
    void withoutOneTheOlderVersionHasACheckThatKeepsTheScannersNumber() {
        String event = subAssessment("'patchable':true");

        assertEquals(
                2002,
                PostureSamples.finding(OcsfMapper.VERSION, event)
                        .get("class_uid")
                        .intValue());
        JsonNode older = PostureSamples.finding(OcsfMapper.OLDER_VERSION, event);
        assertEquals(2003, older.get("class_uid").intValue());
        assertEquals("91842", older.at("/metadata/event_code").textValue());
        assertEquals(
                "91842",
                older.at("/unmapped/newerAttributes/compliance.checks/0/uid").textValue());
    }

    @Test
    void theOlderSchemaRefusesAVulnerabilityOfAllButACveOrCwe() throws Exception {
        ObjectNode finding =
                (ObjectNode) PostureSamples.finding(OcsfMapper.OLDER_VERSION, subAssessment("'cve':['CVE-2099-0001']"));
        assertEquals(2002, finding.get("class_uid").intValue());
        ObjectNode vulnerability = (ObjectNode) finding.at("/vulnerabilities/0");

        vulnerability.remove("cve");
        vulnerability.put("title", "Update it").put("desc", "It is old.");
        vulnerability.putArray("references").add("https://a.example");
        assertFalse(
                OcsfForm.faults(OcsfMapper.OLDER_VERSION, finding.toString()).isEmpty());
        finding.remove("vulnerabilities");
        assertFalse(
                OcsfForm.faults(OcsfMapper.OLDER_VERSION, finding.toString()).isEmpty());
    }
}
