package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a finding contains about each of its CVEs, in both versions. */
class FactsOfEachCveTest {
    private static final String FACTS = "'cvssScore':9.8,'cvssVersion':3,'cvssVectorString':"
            + "'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H','severity':'Critical','description':'<b>of</b> one',"
            + "'exploitTypes':['Remote','Local'],'exploitUris':['https://e.example/1'],'hasPublicExploit':true,"
            + "'publishedDate':'2025-01-01T00:00:00+00:00','lastModifiedDate':'2025-02-02T00:00:00Z',"
            + "'epss':{'score':0.4,'percentile':0.5},'weaknesses':[{'id':'CWE-79','name':'XSS'}],"
            + "'references':[{'title':'t','link':'https://r.example/1'}],'link':'https://l.example/1'";

    private static JsonNode finding(String version, String data) {
        return PostureSamples.finding(
                version,
                "{'type':'Microsoft.Security/assessments/subAssessments','id':"
                        + "'/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/Microsoft.Security/assessments/a/"
                        + "subAssessments/s','name':'s','properties':{'id':'r-1','displayName':'D','description':'of all',"
                        + "'status':{'code':'Unhealthy','severity':'High'},'additionalData':{" + data + "}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'cve':[{'title':'CVE-2099-0001',%s},'CVE-2099-0002']",
                "'CvesDetails':[{'CveId':'CVE-2099-0001',%s},{'CveId':'CVE-2099-0002'}]",
                "'cve':{'CVE-2099-0001':{%s},'CVE-2099-0002':{'x':1}}",
                "'vulnerabilityDetails':{'cveId':'CVE-2099-0001',%s},'cve':['CVE-2099-0001','CVE-2099-0002']"
            })
    void theFactsOfOneStandOnThatOneAlone(String form) {
        for (String version : OcsfForm.VERSIONS) {
            JsonNode finding = finding(version, form.formatted(FACTS));
            JsonNode first = finding.at("/vulnerabilities/0");

            assertEquals("High", finding.get("severity").textValue());
            assertEquals("Critical", first.get("severity").textValue());
            assertEquals("of one", first.get("desc").textValue());
            assertEquals("of one", first.at("/cve/desc").textValue());
            assertEquals("true", first.get("is_exploit_available").asText());
            assertEquals("[\"https://r.example/1\"]", first.get("references").toString());
            assertEquals(
                    "{\"version\":\"3.1\",\"base_score\":9.8,"
                            + "\"vector_string\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}",
                    first.at("/cve/cvss/0").toString());
            assertEquals(1735689600000L, first.at("/cve/created_time").longValue());
            assertEquals(1738454400000L, first.at("/cve/modified_time").longValue());
            assertEquals(
                    "{\"score\":\"0.4\",\"percentile\":0.5}",
                    first.at("/cve/epss").toString());
            assertEquals(
                    "[\"https://l.example/1\"]", first.at("/cve/references").toString());
            assertEquals(
                    "{\"title\":\"D\",\"cve\":{\"uid\":\"CVE-2099-0002\"}}",
                    finding.at("/vulnerabilities/1").toString());
            assertFalse(finding.get("unmapped").has("vulnerabilitiesSayOnce"));
        }
    }

    @Test
    void whatTheOlderVersionHasNoPlaceForIsKeptByItsPath() {
        JsonNode newer = finding(OcsfMapper.VERSION, "'cve':[{'title':'CVE-2099-0001'," + FACTS + "}]");
        JsonNode older = finding(OcsfMapper.OLDER_VERSION, "'cve':[{'title':'CVE-2099-0001'," + FACTS + "}]");

        assertEquals(
                "https://e.example/1",
                newer.at("/vulnerabilities/0/exploit_ref_url").textValue());
        assertEquals(
                "Remote, Local", newer.at("/vulnerabilities/0/exploit_type").textValue());
        assertEquals(
                "[{\"uid\":\"CWE-79\",\"caption\":\"XSS\"}]",
                newer.at("/vulnerabilities/0/cve/related_cwes").toString());
        JsonNode kept = older.at("/unmapped/newerAttributes");
        assertEquals(
                "https://e.example/1",
                kept.get("vulnerabilities[0].exploit_ref_url").textValue());
        assertEquals(
                "Remote, Local", kept.get("vulnerabilities[0].exploit_type").textValue());
        assertEquals(
                "XSS", kept.at("/vulnerabilities[0].cve.related_cwes/0/caption").textValue());
    }

    @Test
    void theOnlyOneIsAsSevereAsTheFindingUnlessItSaysHowSevereItIs() {
        for (String version : OcsfForm.VERSIONS) {
            assertEquals(
                    "High",
                    finding(version, "'cve':['CVE-2099-0001']")
                            .at("/vulnerabilities/0/severity")
                            .textValue());
            assertEquals(
                    "Low",
                    finding(version, "'cve':[{'title':'CVE-2099-0001','severity':'Low'}]")
                            .at("/vulnerabilities/0/severity")
                            .textValue());
            assertEquals(
                    "Low",
                    finding(version, "'cve':['CVE-2099-0001'],'vulnerabilityDetails':{'severity':'Low'}")
                            .at("/vulnerabilities/0/severity")
                            .textValue());
        }
    }

    @Test
    void anAdvisoryHasWhatIsSaidOfTheFinding() {
        JsonNode advisory = finding(
                        OcsfMapper.VERSION,
                        "'vulnerabilityDetails':{" + FACTS + "},'publishedTime':"
                                + "'2024-01-01T00:00:00Z','softwareName':'p','softwareVersion':'1'")
                .at("/vulnerabilities/0");

        assertEquals(
                "{\"uid\":\"r-1\",\"title\":\"D\",\"created_time\":1735689600000,"
                        + "\"modified_time\":1738454400000,\"related_cwes\":[{\"uid\":\"CWE-79\",\"caption\":\"XSS\"}]}",
                advisory.get("advisory").toString());
        assertEquals("Critical", advisory.get("severity").textValue());
        assertEquals("p", advisory.at("/affected_packages/0/name").textValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'softwareName':'p','softwareVersion':'1','softwareVendor':'v','recommendedVersion':'2' | 1",
                "'softwareDetails':{'packageName':'p','version':'1','vendor':'v','fixedVersion':'2'} | 1",
                "'softwareDetails':{'packageName':'p','version':'1','vendor':'v'},'recommendedVersion':'2' | 1",
                "'softwareDetails':[{'packageName':'p','version':'1','vendor':'v','fixedVersion':'2'},"
                        + "{'packageName':'q','version':'3'},{'packageName':'without a version'}] | 2"
            })
    void thePackageIsReadInEachForm(String software, int count) {
        for (String version : OcsfForm.VERSIONS) {
            for (String cves : List.of("'cve':['CVE-2099-0001']", "'cve':['CVE-2099-0001','CVE-2099-0002']")) {
                for (JsonNode one : finding(version, cves + "," + software).get("vulnerabilities")) {
                    assertEquals(count, one.get("affected_packages").size());
                    assertEquals(
                            "{\"name\":\"p\",\"version\":\"1\",\"vendor_name\":\"v\",\"fixed_in_version\":\"2\"}",
                            one.at("/affected_packages/0").toString());
                }
            }
        }
    }

    @Test
    void aCveThatIsFixedInItsOwnVersionHasThat() {
        JsonNode finding = finding(
                OcsfMapper.VERSION,
                "'SoftwareName':'p','DetectedSoftwareVersions':'1',"
                        + "'CvesDetails':[{'CveId':'CVE-2099-0001','FixedVersion':'2','FixStatus':'FixAvailable'},"
                        + "{'CveId':'CVE-2099-0002','FixStatus':'NoFixAvailable'}]");

        assertEquals(
                "2",
                finding.at("/vulnerabilities/0/affected_packages/0/fixed_in_version")
                        .textValue());
        assertEquals("true", finding.at("/vulnerabilities/0/is_fix_available").asText());
        assertFalse(finding.at("/vulnerabilities/1/affected_packages/0").has("fixed_in_version"));
        assertEquals("false", finding.at("/vulnerabilities/1/is_fix_available").asText());
    }

    @Test
    void theImageOfARegistryHasItsNameWhereverThatStands() {
        for (String image : List.of(
                "'repositoryName':'shop/cart','imageDigest':'sha256:ab'",
                "'artifactDetails':{'repositoryName':'shop/cart'}")) {
            JsonNode finding = PostureSamples.finding(
                    OcsfMapper.VERSION,
                    "{'type':"
                            + "'Microsoft.Security/assessments/subAssessments','id':'/subscriptions/"
                            + "20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/Microsoft.Security/assessments/a/"
                            + "subAssessments/s','properties':{'id':'r-1','resourceDetails':{'source':'Azure',"
                            + "'id':'/repositories/x/images/sha256:a'},'additionalData':{'assessedResourceType':"
                            + "'ContainerRegistryVulnerability'," + image + "}}}");

            assertEquals("shop/cart", finding.at("/resources/0/name").textValue());
        }
    }
}
