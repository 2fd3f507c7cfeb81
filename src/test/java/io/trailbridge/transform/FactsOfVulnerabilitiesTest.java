package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fact belongs to the right vulnerability. */
class FactsOfVulnerabilitiesTest {
    private static final String ONE = "'severity':'Low','publishedDate':'2025-01-01T00:00:00Z',"
            + "'lastModifiedDate':'2025-02-02T00:00:00Z','description':'d','cvssScore':2.5,'cvssVersion':3,"
            + "'hasPublicExploit':true,'weaknesses':['CWE-79'],'fixedVersion':'2'";
    private static final String FACTS_OF_ONE = "'severity':'Low','description':'d','published':'2025-01-01T00:00:00Z',"
            + "'modified':'2025-02-02T00:00:00Z','scores':[{'version':'3','base':2.5}],'exploitAvailable':true,"
            + "'weaknesses':[{'id':'CWE-79'}],'fixAvailable':true";

    private static JsonNode facts(String data) {
        return of("{'id':'r-1','additionalData':{" + data + "}}");
    }

    private static JsonNode of(String properties) {
        return VulnerabilityFacts.of(Formats.read(properties.replace('\'', '"')), TextNode.valueOf("n-1"));
    }

    private static String all(String data) {
        return facts(data).get("all").toString().replace('"', '\'');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'cve':[{'title':'CVE-2099-0001',%s},'CVE-2099-0002']",
                "'Cve':[{'Title':'cve-2099-0001',%s},{'Title':'CVE-2099-0002'}]",
                "'cve':{'CVE-2099-0001':{%s},'CVE-2099-0002':{'x':1}}",
                "'cve':{'0':{'title':'CVE-2099-0001',%s},'1':{'title':'CVE-2099-0002'}}",
                "'CvesDetails':[{'CveId':'CVE-2099-0001',%s},{'CveId':'CVE-2099-0002'}]",
                "'cves':[{'id':'CVE-2099-0001',%s},{'id':'CVE-2099-0002'}]",
                "'vulnerabilityDetails':[{'cveId':'CVE-2099-0001',%s},{'cveId':'CVE-2099-0002'}]",
                "'vulnerabilityDetails':{'cveId':'CVE-2099-0001',%s},'cve':['CVE-2099-0001','CVE-2099-0002']",
                "'data':{'cve':[{'title':'CVE-2099-0001',%s},'CVE-2099-0002']}"
            })
    void whatACveSaysOfItselfIsItsOwn(String list) {
        String data =
                list.formatted(ONE) + ",'severity':'High','cvssV30Score':9.8,'publishedDate':'2020-01-01T00:00:00Z'";

        assertEquals(
                "[{'id':'CVE-2099-0001','cve':true," + FACTS_OF_ONE + "},{'id':'CVE-2099-0002','cve':true}]",
                all(data));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'cve':[{'title':'CVE-2099-0001',%s}]", "'cve':{'title':'CVE-2099-0001',%s}",
                "'vulnerabilityDetails':{'cveId':'CVE-2099-0001',%s}",
                        "'vulnerabilityDetails':{%s},'cve':'CVE-2099-0001'",
                "'cveId':'CVE-2099-0001',%s"
            })
    void allThatIsSaidIsOfTheOnlyOne(String form) {
        JsonNode one =
                facts(form.formatted(ONE.replace(",'fixedVersion':'2'", ""))).at("/all/0");

        assertEquals(
                ("{'id':'CVE-2099-0001','cve':true," + FACTS_OF_ONE.replace(",'fixAvailable':true", "") + "}")
                        .replace('\'', '"'),
                one.toString());
    }

    @Test
    void itsOwnWordGoesBeforeThatOfTheDetailsAndThatBeforeTheRest() {
        String data = "'cve':[{'title':'CVE-2099-0001','severity':'Low'}],'vulnerabilityDetails':{'severity':'High',"
                + "'description':'of the details'},'severity':'Medium','description':'of the rest',"
                + "'lastModifiedDate':'2025-02-02T00:00:00Z'";

        assertEquals(
                "[{'id':'CVE-2099-0001','cve':true,'severity':'Low','description':'of the details',"
                        + "'modified':'2025-02-02T00:00:00Z'}]",
                all(data));
    }

    @Test
    void whatIsSaidOfNoneInParticularStandsOnNone() {
        JsonNode facts = facts("'cve':['CVE-2099-0001','CVE-2099-0002'],'vulnerabilityDetails':{" + ONE + "},"
                + "'patchable':true,'softwareName':'p','softwareVersion':'1'");

        assertEquals(
                "[{\"id\":\"CVE-2099-0001\",\"cve\":true},{\"id\":\"CVE-2099-0002\",\"cve\":true}]",
                facts.get("all").toString());
        assertTrue(facts.get("several").booleanValue());
        assertTrue(facts.get("fixAvailable").booleanValue());
        assertEquals("p", facts.at("/packages/0/name").textValue());
        assertFalse(facts.has("exploitAvailable"));
    }

    @Test
    void thatNoExploitOfAnyIsKnownIsSaidOfAll() {
        assertEquals(
                "false",
                facts("'cve':['CVE-2099-0001','CVE-2099-0002'],'exploitabilityAssessment':{"
                                + "'isVerified':false,'exploitStepsPublished':false,'isInExploitKit':false}")
                        .path("exploitAvailable")
                        .asText());
    }

    @Test
    void aCveThatIsFixedInAVersionOfItsOwnHasThePackagesWithThat() {
        String data = "'softwareName':'p','softwareVersion':'1','recommendedVersion':'9',"
                + "'cve':[{'title':'CVE-2099-0001','fixedVersion':'2'},{'title':'CVE-2099-0002'},"
                + "{'title':'CVE-2099-0003','fixStatus':'NoFix'},"
                + "{'title':'CVE-2099-0004','softwareName':'q','softwareVersion':'3'}]";
        JsonNode all = facts(data).get("all");

        assertEquals(
                "[{\"name\":\"p\",\"fixedVersion\":\"2\",\"version\":\"1\"}]",
                all.at("/0/packages").toString());
        assertFalse(all.get(1).has("packages"));
        assertEquals("false", all.at("/2/fixAvailable").asText());
        assertEquals(
                "[{\"name\":\"q\",\"version\":\"3\"}]", all.at("/3/packages").toString());
        assertEquals("9", facts(data).at("/packages/0/fixedVersion").textValue());
    }

    /** The packages of each would make a finding that is many times as large as its event. */
    @Test
    void manyPackagesAreNotCopiedForEachCve() {
        String versions = IntStream.range(0, 100)
                .mapToObj(i -> "'" + "v".repeat(200) + i + "'")
                .collect(Collectors.joining(","));
        String cves = IntStream.range(1000, 1500)
                .mapToObj(i -> "{'title':'CVE-2099-" + i + "','fixedVersion':'2'}")
                .collect(Collectors.joining(","));
        JsonNode facts = facts("'softwareName':'p','softwareVersion':[" + versions + "],'cve':[" + cves + "]");

        assertEquals(500, facts.get("all").size());
        assertEquals(100, facts.get("packages").size());
        assertTrue(facts.toString().length() < 150_000);
    }

    @Test
    void aLinkIsThatOfItsCve() {
        JsonNode facts =
                facts("'cve':[{'title':'CVE-2099-0001','link':'l','references':[{'Url':'u','Title':'t'},'v']}],"
                        + "'vulnerabilityDetails':{'cveId':'CVE-2099-0001','references':[{'link':'d'}]},"
                        + "'vendorReferences':[{'title':'t','link':'w'},5,{},null],"
                        + "'softwareDetails':{'fixReference':{'id':'USN-1','url':'f'}}");

        assertEquals("l", facts.at("/all/0/link").textValue());
        assertEquals(
                "[{'link':'u','title':'t'},{'link':'v'},{'link':'d'}]",
                facts.at("/all/0/references").toString().replace('"', '\''));
        assertEquals(
                "[{'link':'w','title':'t'},{'link':'5'},{'link':'f'}]",
                facts.get("references").toString().replace('"', '\''));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'weaknesses':{'cwe':[{'id':'CWE-79'}]}",
                "'Weaknesses':[{'Id':'CWE-79'}]",
                "'weakness':{'cwe':[{'id':'CWE-79'}]}",
                "'weaknesses':['CWE-79']",
                "'cwe':'CWE-79'",
                "'weaknesses':[{'cwe':['CWE-79','None',null,{}]}]"
            })
    void aWeaknessIsReadInEachForm(String weaknesses) {
        assertEquals(
                "[{'id':'r-1','weaknesses':[{'id':'CWE-79'}]}]", all("'vulnerabilityDetails':{" + weaknesses + "}"));
    }

    @Test
    void anotherNumberIsNotTakenForThatOfACve() {
        assertEquals(
                "[{'id':'r-1'}]",
                all("'patchable':true,'cve':[{'title':'GHSA-aaaa-bbbb-cccc','related':{'title':'CVE-2099-0001'}},"
                        + "'see CVE-2099-0001']"));
    }

    @Test
    void theTitleMayBeTheNumberWhereNoOtherIs() {
        assertEquals(
                "CVE-2099-0001",
                of("{'id':'r-1','displayName':'CVE-2099-0001'}").at("/all/0/id").textValue());
        assertEquals(
                "CVE-2099-0002",
                of("{'id':'CVE-2099-0002','displayName':'CVE-2099-0001'}")
                        .at("/all/0/id")
                        .textValue());
        assertNull(of("{'id':'r-1','displayName':'About CVE-2099-0001'}"));
    }

    @Test
    void aVulnerabilityWithoutAnyNameIsNone() {
        JsonNode properties = Formats.read("{\"additionalData\":{\"patchable\":true}}");

        assertEquals(
                "n-1",
                VulnerabilityFacts.of(properties, TextNode.valueOf("n-1"))
                        .at("/all/0/id")
                        .textValue());
        assertNull(VulnerabilityFacts.of(properties, NullNode.instance));
        assertNull(VulnerabilityFacts.of(properties, Formats.read("{\"a\":1}")));
        assertNull(VulnerabilityFacts.of(properties, TextNode.valueOf("None")));
        assertNull(VulnerabilityFacts.of(TextNode.valueOf("x"), TextNode.valueOf("n-1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'artifactDetails':{'repositoryName':'r','tags':['1'],'artifactType':'t'}",
                "'repositoryName':'r','artifactDetails':{'tags':['1'],'artifactType':'t'}"
            })
    void theImageIsReadInEachForm(String image) {
        assertEquals(
                "{\"repositoryName\":\"r\",\"artifactType\":\"t\",\"tags\":[\"1\"]}",
                facts("'patchable':true," + image).get("image").toString());
    }

    @Test
    void theImageMayBeNamedBesideTheRest() {
        assertEquals(
                "{\"repositoryName\":\"r\"}",
                of("{'id':'CVE-2099-0001','resourceAdditionalData':"
                                + "{'RepositoryDetails':{'RepositoryName':'r'},'Digest':'sha256:ab'}}")
                        .get("image")
                        .toString());
    }
}
