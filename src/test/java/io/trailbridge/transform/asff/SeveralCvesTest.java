package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a finding of several CVEs contains about each of them: its own facts, not those of another. */
class SeveralCvesTest {
    /** Facts of one vulnerability. */
    private static final String FACTS = "'severity':'High','publishedDate':'2026-03-01T00:00:00Z',"
            + "'lastModifiedDate':'2026-04-01T00:00:00Z','cvss':{'3.1':{'base':8.8}},"
            + "'exploitabilityAssessment':{'isInExploitKit':true},"
            + "'references':[{'title':'notice','link':'https://read.example/1'}]";

    private static final List<String> OF_ONE = List.of("Cvss", "Vendor", "ExploitAvailable");

    @Test
    void detailsThatNameTheirCveStandOnThatOneAlone() throws IOException {
        JsonNode both = map("'cve':['CVE-2026-0001','CVE-2026-0002'],"
                + "'vulnerabilityDetails':{'cveId':'cve-2026-0002'," + FACTS + "}");

        assertEquals("CVE-2026-0002", both.at("/0/Id").asText());
        assertEquals(
                "{\"Name\":\"Microsoft\",\"VendorSeverity\":\"High\","
                        + "\"VendorCreatedAt\":\"2026-03-01T00:00:00.000Z\","
                        + "\"VendorUpdatedAt\":\"2026-04-01T00:00:00.000Z\"}",
                both.at("/0/Vendor").toString());
        assertEquals("8.8", both.at("/0/Cvss/0/BaseScore").asText());
        assertEquals("YES", both.at("/0/ExploitAvailable").asText());
        assertEquals(List.of("https://read.example/1"), references(both.get(0)));
        OF_ONE.forEach(name -> assertFalse(both.get(1).has(name), name));
        assertEquals(List.of(), references(both.get(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'cveId':['CVE-2026-0001','CVE-2026-0002'],"})
    void detailsOfWhichNobodySaysWhoseTheyAreStandOnNone(String named) throws IOException {
        JsonNode finding = finding("'cve':['CVE-2026-0001','CVE-2026-0002'],'publishedTime':'2026-02-01T00:00:00Z',"
                + "'vulnerabilityDetails':{" + named + FACTS + "}");

        for (JsonNode vulnerability : finding.get("Vulnerabilities")) {
            OF_ONE.forEach(name -> assertFalse(vulnerability.has(name), name));
            assertEquals(List.of("https://read.example/1"), references(vulnerability));
        }
        String rest = finding.get("ProductFields").toString();
        assertTrue(List.of("High", "2026-03-01", "2026-04-01", "2026-02-01", "8.8").stream()
                .allMatch(rest::contains));
    }

    @Test
    void whatIsSaidOfTheFindingStandsOnEach() throws IOException {
        JsonNode both = map("'cve':['CVE-2026-0001','CVE-2026-0002'],'patchable':true,"
                + "'softwareDetails':{'packageName':'p','version':'1'},"
                + "'vendorReferences':[{'title':'update','link':'https://vendor.example/1'}],"
                + "'vulnerabilityDetails':{'exploitabilityAssessment':{'exploitStepsPublished':false,"
                + "'exploitStepsVerified':false,'isInExploitKit':false}}");

        for (JsonNode vulnerability : both) {
            assertEquals("YES", vulnerability.get("FixAvailable").asText());
            assertEquals("p", vulnerability.at("/VulnerablePackages/0/Name").asText());
            assertEquals("NO", vulnerability.get("ExploitAvailable").asText());
            assertEquals(List.of("https://vendor.example/1"), references(vulnerability));
        }
    }

    @Test
    void aReferenceThatNamesACveStandsOnThatOne() throws IOException {
        JsonNode both = map("'cve':[{'title':'CVE-2026-0001','link':'https://a.example/1'},'CVE-2026-00012'],"
                + "'vendorReferences':[{'title':'all','link':'https://b.example/all'},"
                + "{'title':'cve-2026-00012','link':'https://b.example/2'},"
                + "{'title':'one','link':'https://b.example/CVE-2026-0001.html'},"
                + "{'title':'other','link':'https://b.example/CVE-2025-9999'}]");

        assertEquals(
                List.of("https://a.example/1", "https://b.example/CVE-2026-0001.html", "https://b.example/all"),
                references(both.get(0)));
        assertEquals(List.of("https://b.example/2", "https://b.example/all"), references(both.get(1)));
    }

    @Test
    void aReferenceOfTheDetailsOfOneCveThatNamesAnotherStandsOnThatOther() throws IOException {
        JsonNode both = map("'cve':['CVE-2026-0001','CVE-2026-0002'],'vulnerabilityDetails':{'cveId':'CVE-2026-0001',"
                + "'references':[{'title':'notice','link':'https://read.example/1'},"
                + "{'title':'CVE-2026-0002','link':'https://read.example/2'},"
                + "{'title':'CVE-2026-0001 and CVE-2026-0002','link':'https://read.example/both'},"
                + "{'title':'CVE-2025-9999','link':'https://read.example/unlisted'}]},"
                + "'vendorReferences':[{'title':'CVE-2026-0002','link':'https://read.example/1'}]");

        assertEquals(
                List.of("https://read.example/1", "https://read.example/unlisted", "https://read.example/both"),
                references(both.get(0)));
        assertEquals(
                List.of("https://read.example/2", "https://read.example/both", "https://read.example/1"),
                references(both.get(1)));
    }

    @Test
    void aReferenceToAllStandsOnEachAsFarAsItsListGoesAndTheRestIsCounted() throws IOException {
        String many = IntStream.range(0, 300)
                .mapToObj(i -> "{'title':'all','link':'https://x.example/" + i + "'}")
                .collect(Collectors.joining(","));

        JsonNode finding = finding("'cve':['CVE-2026-0001','CVE-2026-0002'],'vendorReferences':[" + many + "]");

        for (JsonNode vulnerability : finding.get("Vulnerabilities")) {
            assertEquals(100, references(vulnerability).size());
            assertEquals("https://x.example/99", references(vulnerability).get(99));
        }
        assertTrue(finding.at("/ProductFields/microsoft~1defender-for-cloud~1cut")
                .asText()
                .contains("Vulnerabilities[0].ReferenceUrls: 200 elements"));
    }

    @Test
    void aSingleCveHasAllThatIsSaid() throws IOException {
        JsonNode one = map("'cve':['CVE-2026-0001'],'publishedTime':'2026-02-01T00:00:00Z','cvss':{'3.0':{'base':5}},"
                        + "'vendorReferences':[{'title':'CVE-2025-9999','link':'https://b.example/2'}],"
                        + "'vulnerabilityDetails':{'severity':'Low'}")
                .get(0);

        assertEquals(
                "2026-02-01T00:00:00.000Z", one.at("/Vendor/VendorCreatedAt").asText());
        assertEquals("Low", one.at("/Vendor/VendorSeverity").asText());
        assertEquals(5, one.at("/Cvss/0/BaseScore").asInt());
        assertEquals(List.of("https://b.example/2"), references(one));
    }

    private static List<String> references(JsonNode vulnerability) {
        List<String> links = new ArrayList<>();
        vulnerability.path("ReferenceUrls").forEach(link -> links.add(link.asText()));
        return links;
    }

    private static JsonNode map(String data) throws IOException {
        return finding(data).get("Vulnerabilities");
    }

    private static JsonNode finding(String data) throws IOException {
        return SmallEvents.map("{'id':'/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/"
                + "Microsoft.Security/assessments/a/subAssessments/b',"
                + "'type':'Microsoft.Security/assessments/subAssessments',"
                + "'properties':{'id':'rule-1','displayName':'D','additionalData':{" + data + "}}}");
    }
}
