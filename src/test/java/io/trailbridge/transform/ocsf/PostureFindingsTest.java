package io.trailbridge.transform.ocsf;

import static io.trailbridge.transform.ocsf.PostureSamples.finding;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.MappingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The meaning of posture findings, rule by rule. */
class PostureFindingsTest {
    private static final String SUBSCRIPTION = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf";
    private static final String SCORE = SUBSCRIPTION + "/providers/Microsoft.Security/secureScores/ascScore";
    private static final String SERVER = SUBSCRIPTION + "/resourceGroups/rg/providers/Microsoft.Compute/"
            + "virtualMachines/vm/providers/Microsoft.Security/assessments/a/subAssessments/s";

    private static String assessment(String properties, String outer) {
        return "{'type':'Microsoft.Security/assessments','id':'" + SUBSCRIPTION
                + "/resourceGroups/RG/providers/Microsoft.Web/sites/Shop/providers/Microsoft.Security/assessments/a1',"
                + "'name':'a1','properties':{'displayName':'Use HTTPS'," + properties + "}" + outer + "}";
    }

    private static String subAssessment(String properties) {
        return "{'type':'Microsoft.Security/assessments/subAssessments','id':'" + SERVER + "','name':'s','properties':{"
                + properties + "}}";
    }

    private static String score(String score) {
        return "{'type':'Microsoft.Security/secureScores','id':'" + SCORE
                + "','name':'ascScore','properties':{'displayName':'ASC score','score':" + score + "}}";
    }

    @Test
    void aPolicyOfARecommendationWithoutNameAndTitleStaysUnmapped() {
        JsonNode finding = finding(
                "1.7.0",
                "{'type':'Microsoft.Security/assessments','id':'" + SUBSCRIPTION
                        + "/providers/Microsoft.Security/assessments/a1','timeGenerated':'2026-01-01T00:00:00Z','properties':"
                        + "{'status':{'code':'Unhealthy'},'metadata':{'policyDefinitionId':'/policies/p'}}}");

        assertTrue(finding.at("/compliance/assessments").isMissingNode());
        assertTrue(finding.get("unmapped").toString().contains("\"policyDefinitionId\":\"/policies/p\""));
    }

    @ParameterizedTest
    @CsvSource({
        "Unhealthy,      false, 2026-01-01, 2026-01-01, 1, 1, 3, 4",
        "unhealthy,      false, 2026-01-01, 2026-01-02, 2, 1, 3, 4",
        "Unhealthy,      true,  2026-01-01, 2026-01-01, 2, 1, 3, 4",
        "Healthy,        false, 2026-01-01, 2026-01-02, 3, 4, 1, 1",
        "NotApplicable,  false, 2026-01-01, 2026-01-01, 1, 3, 99, 1",
        "BeingEvaluated, false, 2026-01-01, 2026-01-01, 1, 99, 99, 4"
    })
    void aStateDecidesOnActivityStatusResultAndSeverity(
            String code,
            boolean snapshot,
            String first,
            String last,
            int activity,
            int status,
            int result,
            int severity) {
        String event = assessment(
                "'status':{'code':'" + code + "','firstEvaluationDate':'" + first + "T00:00:00Z',"
                        + "'statusChangeDate':'" + last + "T00:00:00Z'},'metadata':{'severity':'High'}",
                ",'securityEventDataEnrichment':{'action':'Insert','isSnapshot':" + snapshot + "}");
        for (String version : OcsfForm.VERSIONS) {
            JsonNode finding = finding(version, event);

            assertEquals(activity, finding.get("activity_id").intValue());
            assertEquals(200300 + activity, finding.get("type_uid").intValue());
            assertEquals(status, finding.get("status_id").intValue());
            assertEquals(code, finding.get("status_code").textValue());
            assertEquals(result, finding.at("/compliance/status_id").intValue());
            assertEquals(severity, finding.get("severity_id").intValue());
        }
    }

    @Test
    void anAssessmentWithoutAStateHasNoWordsForIt() {
        JsonNode finding = finding("1.7.0", assessment("'metadata':{}", ""));

        assertEquals(0, finding.get("activity_id").intValue());
        assertEquals(0, finding.get("status_id").intValue());
        assertEquals(0, finding.get("severity_id").intValue());
        for (String caption : List.of("activity_name", "status", "status_code", "severity")) {
            assertFalse(finding.has(caption), caption);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Delete", "delete", "DELETE"})
    void aDeletionClosesTheFindingAtTheTimeOfItsArrival(String action) {
        String event = assessment(
                "'status':{'code':'Unhealthy','statusChangeDate':'2025-01-01T00:00:00Z'}",
                ",'AssessmentEventDataEnrichment':{'Action':'" + action + "'}");

        JsonNode finding = finding("1.7.0", event);
        assertEquals(3, finding.get("activity_id").intValue());
        assertEquals(6, finding.get("status_id").intValue());
        assertEquals("Deleted", finding.get("status").textValue());
        assertEquals(1, finding.get("severity_id").intValue());
        assertEquals(PostureSamples.ENQUEUED.toEpochMilli(), finding.get("time").longValue());
        // The older version has no number for it.
        assertEquals(99, finding("1.3.0", event).get("status_id").intValue());
        assertEquals("Deleted", finding("1.3.0", event).get("status").textValue());
    }

    @Test
    void aFindingKeepsItsIdInAnyStateAndAnyCase() {
        String event = assessment("'status':{'code':'Unhealthy'}", "");
        String uid = finding("1.7.0", event).at("/finding_info/uid").textValue();

        assertEquals(
                uid,
                finding("1.7.0", event.replace("Unhealthy", "Healthy"))
                        .at("/finding_info/uid")
                        .textValue());
        assertEquals(
                uid,
                finding("1.7.0", event.replace("/RG/", "/rg/").replace("/Shop/", "/SHOP/"))
                        .at("/finding_info/uid")
                        .textValue());
        assertEquals(uid, finding("1.3.0", event).at("/finding_info/uid").textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-02T03:04:05",
                "2026-01-02T03:04:05Z",
                "2026-01-02T04:04:05+01:00",
                "2026-01-02T03:04:05.0Z",
                "2026-01-02T03:04:05.0000009Z"
            })
    void aTimeIsReadWithAnyFractionAndWithoutZoneAsUtc(String time) {
        JsonNode finding =
                finding("1.7.0", assessment("'status':{'code':'Healthy','statusChangeDate':'" + time + "'}", ""));

        assertEquals(1767323045000L, finding.get("time").longValue());
        assertEquals(time, finding.at("/metadata/original_time").textValue());
    }

    @Test
    void aTimeThatCanNotBeReadIsKeptAsTextAndTheArrivalCounts() {
        JsonNode finding =
                finding("1.7.0", assessment("'status':{'code':'Healthy','statusChangeDate':'last Tuesday'}", ""));

        assertEquals(PostureSamples.ENQUEUED.toEpochMilli(), finding.get("time").longValue());
        assertFalse(finding.get("finding_info").has("modified_time"));
        assertEquals(
                "last Tuesday",
                finding.at("/unmapped/properties/status/statusChangeDate").textValue());
    }

    @Test
    void aScoreWithoutAnyTimeIsRefusedAndSaysSo() {
        MappingException failure = PostureSamples.map(
                        "1.7.0",
                        PostureSamples.read(score("{'max':10,'current':5}").replace('\'', '"')),
                        EventOrigin.NOWHERE)
                .get(0)
                .failure();

        assertEquals("$.time", failure.path());
        assertTrue(failure.getMessage().contains("holds no time"), failure::getMessage);
    }

    @ParameterizedTest
    @CsvSource({
        "58, 58, 1, 4, 1",
        "58, 46.4, 3, 1, 1",
        "10, 7, 3, 1, 2",
        "10, 4, 3, 1, 3",
        "10, 3.9, 3, 1, 4",
        "10, 0, 3, 1, 4",
        "0, 0, 99, 3, 1",
        "'\"10\"', 10, 1, 4, 1",
        "null, 5, 0, 0, 0"
    })
    void aScoreIsJudgedByItsShareOfThePointsAndNeverDividedByNone(
            String max, String current, int result, int status, int severity) {
        JsonNode finding = finding("1.7.0", score("{'max':" + max + ",'current':" + current + "}"));

        assertEquals(result, finding.at("/compliance/status_id").intValue());
        assertEquals(status, finding.get("status_id").intValue());
        assertEquals(severity, finding.get("severity_id").intValue());
        assertEquals(2, finding.get("activity_id").intValue());
        assertEquals(
                "[\"Microsoft Secure Score\"]",
                finding.at("/compliance/standards").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "ServerVulnerability, 2002", "AzureContainerRegistryVulnerability, 2002",
        "AwsContainerRegistryVulnerability, 2002", "SqlServerVulnerability, 2003",
        "SqlVirtualMachineVulnerability, 2003", "BaselineRule, 2003"
    })
    void theKindOfScanDecidesOnTheClass(String type, int expected) {
        JsonNode finding = finding(
                "1.7.0",
                subAssessment("'id':'4711','displayName':'A rule','status':{'code':"
                        + "'Unhealthy','severity':'Low'},'additionalData':{'assessedResourceType':'" + type + "'}"));

        assertEquals(expected, finding.get("class_uid").intValue());
    }

    @Test
    void aVulnerabilityWithoutCveIsAnAdvisoryAndInTheOlderVersionAComplianceFinding() {
        String event = subAssessment("'id':'91842','displayName':'Update it','category':'Local',"
                + "'additionalData':{'patchable':false,'publishedTime':'2017-04-06T10:58:25'}");

        JsonNode finding = finding("1.7.0", event);
        assertEquals("91842", finding.at("/vulnerabilities/0/advisory/uid").textValue());
        assertEquals(
                1491476305000L,
                finding.at("/vulnerabilities/0/advisory/created_time").longValue());
        assertFalse(finding.at("/vulnerabilities/0/is_fix_available").booleanValue());
        JsonNode older = finding("1.3.0", event);
        assertEquals(2003, older.get("class_uid").intValue());
        assertEquals(
                "91842",
                older.at("/unmapped/newerAttributes/compliance.checks/0/uid").textValue());
    }

    @Test
    void eachCveIsAVulnerabilityOnceAndAScoreOfAllIsGivenToNone() {
        String one = "'additionalData':{'Cvss':{'3.0':{'Base':9.8}},"
                + "'cve':[{'title':'CVE-2099-0001','link':'https://a'}";
        JsonNode alone = finding("1.7.0", subAssessment(one + "]}"));
        JsonNode several = finding(
                "1.7.0", subAssessment(one + ",{'title':'cve-2099-0001'},'CVE-2099-0002',{'title':'not one'}]}"));

        assertEquals(9.8, alone.at("/vulnerabilities/0/cve/cvss/0/base_score").doubleValue());
        assertEquals("3.0", alone.at("/vulnerabilities/0/cve/cvss/0/version").textValue());
        assertEquals(2, several.get("vulnerabilities").size());
        assertEquals(
                "https://a", several.at("/vulnerabilities/0/cve/references/0").textValue());
        assertFalse(several.at("/vulnerabilities/0/cve").has("cvss"));
        assertTrue(several.at("/unmapped/properties/additionalData").has("Cvss"));
    }

    @Test
    void aRuleOfADatabaseKeepsItsBenchmarksAndWhatPassingItWouldHaveMeant() {
        JsonNode finding = finding(
                "1.7.0",
                subAssessment("'id':'VA2064','displayName':'Rules','impact':'Bad.',"
                        + "'status':{'code':'Healthy','severity':'High'},'additionalData':{'assessedResourceType':"
                        + "'SqlServerVulnerability','benchmarks':[{'benchmark':'FedRAMP','reference':'AC-4'}]}"));

        assertEquals("[\"FedRAMP\"]", finding.at("/compliance/standards").toString());
        assertEquals("VA2064", finding.at("/compliance/checks/0/uid").textValue());
        assertEquals(4, finding.at("/compliance/checks/0/severity_id").intValue());
        assertEquals(1, finding.get("severity_id").intValue());
    }

    @Test
    void aResourceBehindAConnectorHasItsNativeIdAndOwner() {
        JsonNode aws = finding(
                        "1.7.0",
                        assessment(
                                "'resourceDetails':{'source':'AWS','id':'" + SUBSCRIPTION
                                        + "/x','nativeResourceId':'arn:aws-cn:ec2:cn-north-1:123456789012:instance/i-1'}",
                                ""))
                .at("/resources/0");

        assertEquals(
                "arn:aws-cn:ec2:cn-north-1:123456789012:instance/i-1",
                aws.get("uid").textValue());
        assertEquals(SUBSCRIPTION + "/x", aws.get("uid_alt").textValue());
        assertEquals("aws-cn", aws.get("cloud_partition").textValue());
        assertEquals("cn-north-1", aws.get("region").textValue());
        assertEquals("123456789012", aws.at("/owner/account/uid").textValue());
        JsonNode onPremise = finding(
                        "1.7.0", assessment("'resourceDetails':{'source':'OnPremise','machineName':'web-1'}", ""))
                .get("resources");
        assertFalse(onPremise.get(0).has("region"));
    }

    @Test
    void whatNamesNoResourceStaysUnderUnmapped() {
        JsonNode finding =
                finding("1.7.0", assessment("'resourceDetails':{'source':'OnPremise','machineName':'7'}", ""));

        assertEquals(
                "7",
                finding.at("/unmapped/properties/resourceDetails/machineName").textValue());
        assertTrue(finding.at("/resources/0/uid").textValue().endsWith("/sites/Shop"));
    }

    @Test
    void theOlderVersionHasAStandardAndKeepsWhatItHasNoPlaceFor() {
        JsonNode finding = finding(
                "1.3.0", assessment("'status':{'code':'Unhealthy','cause':'OpenPorts','description':'All open'}", ""));

        assertEquals(
                "[\"Microsoft Defender for Cloud\"]",
                finding.at("/compliance/standards").toString());
        assertEquals("OpenPorts", finding.at("/compliance/status_code").textValue());
        assertEquals("All open", finding.get("status_detail").textValue());
        assertEquals(
                "a1",
                finding.at("/unmapped/newerAttributes/finding_info.uid_alt").textValue());
    }

    @Test
    void namesAndValuesInAnyCaseGiveTheSameFinding() {
        String event = subAssessment("'id':'4711','status':{'code':'Unhealthy','severity':'High'},'additionalData':"
                + "{'assessedResourceType':'ServerVulnerability','patchable':true}");
        JsonNode lower = finding("1.7.0", event);
        JsonNode pascal = finding(
                "1.7.0",
                event.replace("'properties'", "'Properties'")
                        .replace("'status'", "'Status'")
                        .replace("'code':'Unhealthy'", "'Code':'UNHEALTHY'")
                        .replace("'severity':'High'", "'Severity':'high'")
                        .replace("'additionalData'", "'AdditionalData'")
                        .replace("'patchable'", "'Patchable'"));

        for (String name : List.of("class_uid", "activity_id", "status_id", "severity_id", "time", "resources")) {
            assertEquals(lower.get(name), pascal.get(name), name);
        }
    }

    @Test
    void textIsPlainWhateverItHolds() {
        JsonNode finding = finding(
                "1.7.0",
                assessment(
                        "'metadata':{'description':" + "'<p>C:\\\\temp &amp; \\\"x\\\"</p>\\n\uD83D\uDE80 \\ud800'}",
                        ""));

        assertEquals(
                "C:\\temp & \"x\"\n\uD83D\uDE80 \uFFFD",
                finding.at("/finding_info/desc").textValue().replace("\n\n", "\n"));
    }

    @Test
    void aSourceThatHasNothingToSayGivesNoWordsForIt() {
        JsonNode finding = finding(
                "1.7.0",
                assessment(
                        "'status':{'code':'Unhealthy','cause':'N/A','description':'None'},'metadata':{'description':'N/A',"
                                + "'remediationDescription':'Unknown','severity':'None','categories':[],'threats':['None']},"
                                + "'links':null,'additionalData':null,'resourceDetails':[]",
                        ",'kind':null,'tags':[]"));

        assertEquals(List.of(), PostureSamples.fillers(finding));
        assertFalse(finding.has("remediation"));
        assertFalse(finding.has("status_detail"));
        assertEquals(0, finding.get("severity_id").intValue());
        assertFalse(finding.get("finding_info").has("tags"));
    }

    @Test
    void anUnheardOfSeverityIsKeptInItsOwnWord() {
        JsonNode finding = finding(
                "1.7.0", assessment("'status':{'code':'Unhealthy'},'metadata':{'severity':'Catastrophic'}", ""));

        assertEquals(99, finding.get("severity_id").intValue());
        assertEquals("Catastrophic", finding.get("severity").textValue());
    }

    @Test
    void tenThousandCvesAndResourcesAreMapped() {
        StringBuilder cves = new StringBuilder("{'title':'CVE-2099-00000'}");
        StringBuilder resources = new StringBuilder("'" + SUBSCRIPTION + "/resourceGroups/r0'");
        for (int i = 1; i < 10_000; i++) {
            cves.append(",{'title':'CVE-2099-").append(10_000 + i).append("'}");
            resources
                    .append(",{'id':'" + SUBSCRIPTION + "/resourceGroups/r")
                    .append(i)
                    .append("'}");
        }
        for (String version : OcsfForm.VERSIONS) {
            MappedEvent mapped = PostureSamples.map(
                            version,
                            PostureSamples.read(subAssessment("'resourceDetails':[" + resources
                                            + "],'additionalData':{'cve':[" + cves + "]}")
                                    .replace('\'', '"')),
                            PostureSamples.ORIGIN)
                    .get(0);

            assertFalse(mapped.failed());
            assertEquals(10_000, mapped.document().get("vulnerabilities").size());
            // And the machine that the finding's id names.
            assertEquals(10_001, mapped.document().get("resources").size());
        }
    }

    @Test
    void regulatoryFindingsNameTheirStandardControlAndAssessment() {
        String id = SUBSCRIPTION + "/providers/Microsoft.Security/regulatoryComplianceStandards/PCI"
                + "/regulatoryComplianceControls/1.1/regulatoryComplianceAssessments/a7";
        JsonNode finding = finding(
                "1.7.0",
                "{'type':'Microsoft.Security/regulatoryComplianceAssessment','id':'" + id
                        + "','name':'a7','properties':{'description':'Scan it','state':'Failed','failedResources':4,"
                        + "'passedResources':0}}");

        assertEquals("[\"PCI\"]", finding.at("/compliance/standards").toString());
        assertEquals("[\"1.1\"]", finding.at("/compliance/requirements").toString());
        assertEquals("a7", finding.at("/compliance/checks/0/uid").textValue());
        assertEquals(
                "[\"failedResources: 4\",\"passedResources: 0\"]",
                finding.at("/compliance/status_details").toString());
        assertEquals(PostureSamples.ENQUEUED.toEpochMilli(), finding.get("time").longValue());
        assertFalse(finding.get("metadata").has("original_time"));
        assertEquals(SUBSCRIPTION, finding.at("/resources/0/uid").textValue());
    }

    @Test
    void anUnsupportedControlIsSuppressedInTheSourcesWord() {
        JsonNode finding = finding(
                "1.7.0",
                "{'type':'Microsoft.Security/regulatoryComplianceStandards/"
                        + "regulatoryComplianceControls','id':'" + SUBSCRIPTION + "/providers/Microsoft.Security/"
                        + "regulatoryComplianceStandards/PCI/regulatoryComplianceControls/2','properties':"
                        + "{'state':'Unsupported'},'securityEventDataEnrichment':{'isSnapshot':true}}");

        assertEquals("Unsupported", finding.at("/compliance/status").textValue());
        assertEquals(3, finding.get("status_id").intValue());
        assertEquals(2, finding.get("activity_id").intValue());
        assertEquals(1, finding.get("severity_id").intValue());
        assertEquals("2", finding.at("/finding_info/title").textValue());
    }
}
