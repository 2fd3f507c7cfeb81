package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a finding contains about each of its CVEs, in the forms of servers' and images' scans and of assessments. */
class FactsOfEachCveTest {
    private static final String FACTS = "'cvssScore':9.8,'cvssVersion':3,'cvssSource':'Nvd','cvssVectorString':"
            + "'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H','severity':'Critical','isExploitVerified':true,"
            + "'publishedDate':'2025-01-01T00:00:00+00:00','lastModifiedDate':'2025-02-02T00:00:00Z','epssScore':0.4,"
            + "'references':[{'Title':'t','Url':'https://r.example/1'}],'fixStatus':'NoFix'";

    private static JsonNode vulnerabilities(String kind, String data) throws IOException {
        JsonNode finding =
                SmallEvents.map("{'id':'" + SmallEvents.SUBSCRIPTION + "/providers/Microsoft.Security/" + kind
                        + "','properties':{'id':'r-1','displayName':'D','status':{'code':'Unhealthy','severity':'High'},"
                        + "'additionalData':{" + data + "}}}");
        assertEquals("HIGH", finding.at("/Severity/Label").asText());
        return finding.get("Vulnerabilities");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'cve':[{'title':'CVE-2099-0001',%s},'CVE-2099-0002']",
                "'CvesDetails':[{'CveId':'CVE-2099-0001',%s},{'CveId':'CVE-2099-0002'}]",
                "'cve':{'CVE-2099-0001':{%s},'CVE-2099-0002':{'x':1}}",
                "'vulnerabilityDetails':{'cveId':'CVE-2099-0001',%s},'cve':['CVE-2099-0001','CVE-2099-0002']"
            })
    void theFactsOfOneStandOnThatOneAlone(String form) throws IOException {
        for (String kind : new String[] {"assessments/a", "assessments/a/subAssessments/s"}) {
            JsonNode both = vulnerabilities(kind, form.formatted(FACTS));

            assertEquals(2, both.size());
            assertEquals(
                    "{\"Id\":\"CVE-2099-0001\",\"Cvss\":[{\"Version\":\"3.1\",\"BaseScore\":9.8,"
                            + "\"BaseVector\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\",\"Source\":\"Nvd\"}],"
                            + "\"ReferenceUrls\":[\"https://r.example/1\"],\"FixAvailable\":\"NO\",\"ExploitAvailable\":\"YES\","
                            + "\"EpssScore\":0.4,\"Vendor\":{\"Name\":\"Microsoft\",\"VendorSeverity\":\"Critical\","
                            + "\"VendorCreatedAt\":\"2025-01-01T00:00:00.000Z\",\"VendorUpdatedAt\":\"2025-02-02T00:00:00.000Z\"}}",
                    both.get(0).toString());
            if (!form.contains("vulnerabilityDetails")) {
                assertEquals("{\"Id\":\"CVE-2099-0002\"}", both.get(1).toString());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'softwareName':'p','softwareVersion':'1','recommendedVersion':'2' | YES",
                "'softwareDetails':{'packageName':'p','version':'1','fixedVersion':'2'} | YES",
                "'softwareDetails':{'packageName':'p','version':'1','patchable':false},'recommendedVersion':'2' | NO"
            })
    void thePackageAndItsFixAreReadInEachForm(String software, String fix) throws IOException {
        for (String kind : new String[] {"assessments/a", "assessments/a/subAssessments/s"}) {
            for (JsonNode one : vulnerabilities(kind, "'cve':['CVE-2099-0001','CVE-2099-0002']," + software)) {
                assertEquals(
                        "[{\"Name\":\"p\",\"Version\":\"1\",\"FixedInVersion\":\"2\"}]",
                        one.get("VulnerablePackages").toString());
                assertEquals(fix, one.get("FixAvailable").asText());
            }
        }
    }

    @Test
    void ofManyCvesWithMuchToSayTheFindingStaysWithinItsLimits() throws IOException {
        String cves = IntStream.range(0, 1200)
                .mapToObj(i -> "{'CveId':'CVE-2099-" + (10_000 + i) + "'," + FACTS
                        + ",'fixedVersion':'2','description':'" + "d".repeat(100) + "'}")
                .collect(Collectors.joining(","));

        JsonNode all = vulnerabilities("assessments/a", "'SoftwareName':'p','CvesDetails':[" + cves + "]");

        assertTrue(all.size() > 100, "only " + all.size());
        assertEquals("2", all.at("/0/VulnerablePackages/0/FixedInVersion").asText());
    }
}
