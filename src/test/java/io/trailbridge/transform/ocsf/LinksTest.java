package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A link that an attribute holds is one that a browser opens as a page; any other stays where it is not opened. */
class LinksTest {
    private static final String SECURITY =
            "'/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/Microsoft.Security/";
    private static final String ALERT = "{'SystemAlertId':'a-1','AlertType':'VM_Test',"
            + "'TimeGenerated':'2026-03-02T07:21:30Z','AlertUri':'%1$s','RemediationSteps':['Look.'],"
            + "'ExtendedLinks':[{'Href':'%1$s'},{'Href':'https://good.example/'}],"
            + "'Entities':[{'Type':'url','Url':'%1$s'}]}";
    private static final String ASSESSMENT = "{'id':" + SECURITY + "assessments/a1','name':'a1',"
            + "'type':'Microsoft.Security/assessments','properties':{'links':{'azurePortal':'%1$s'}}}";
    private static final String REGULATORY = "{'id':" + SECURITY + "regulatoryComplianceStandards/PCI','name':'PCI',"
            + "'type':'Microsoft.Security/regulatoryComplianceStandards',"
            + "'properties':{'assessmentDetailsLink':'%1$s'}}";
    private static final String VULNERABILITY = "{'id':" + SECURITY + "assessments/a/subAssessments/s','name':'s',"
            + "'type':'Microsoft.Security/assessments/subAssessments','properties':{'additionalData':{"
            + "'cve':[{'title':'CVE-2099-0001','link':'%1$s'}],'vendorReferences':[{'link':'%1$s'}],"
            + "'vulnerabilityDetails':{'exploitabilityAssessment':{'exploitUris':['%1$s']}}}}}";

    private static JsonNode finding(String event, String link) {
        PostureSamples.finding(OcsfMapper.OLDER_VERSION, String.format(event, link));
        return PostureSamples.finding(OcsfMapper.VERSION, String.format(event, link));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:window.x/y",
                "data:text/html,x",
                "file:///etc/passwd",
                "ftp://files.example/a",
                "http://",
                "vbscript:x.y/z",
                " javascript:a.b/c",
                "javascript:1/alert(1)"
            })
    void aLinkThatIsNoneOfTheWebStaysInUnmapped(String link) {
        JsonNode alert = finding(ALERT, link);
        assertTrue(alert.at("/finding_info/src_url").isMissingNode());
        assertEquals(
                "[\"https://good.example/\"]",
                alert.at("/remediation/references").toString());
        assertEquals(link, alert.at("/unmapped/alertUri").textValue());
        assertEquals(link, alert.at("/evidences/0/data/url").textValue());

        JsonNode assessment = finding(ASSESSMENT, link);
        assertTrue(assessment.at("/finding_info/src_url").isMissingNode());
        assertEquals(
                link, assessment.at("/unmapped/properties/links/azurePortal").textValue());

        JsonNode regulatory = finding(REGULATORY, link);
        assertTrue(regulatory.at("/finding_info/src_url").isMissingNode());
        assertEquals(
                link,
                regulatory.at("/unmapped/properties/assessmentDetailsLink").textValue());

        JsonNode vulnerability = finding(VULNERABILITY, link).at("/vulnerabilities/0");
        assertTrue(vulnerability.at("/cve/references").isMissingNode());
        assertTrue(vulnerability.path("references").isMissingNode());
        assertTrue(vulnerability.path("exploit_ref_url").isMissingNode());
    }

    @ParameterizedTest
    @CsvSource({
        "https://portal.azure.com/#blade/x, https://portal.azure.com/#blade/x",
        "HTTP://a.example, http://a.example",
        "portal.azure.com/#blade/x, https://portal.azure.com/#blade/x"
    })
    void aLinkOfTheWebIsTakenWithTheSchemeThatItLacks(String link, String url) {
        assertEquals(url, finding(ALERT, link).at("/finding_info/src_url").textValue());
        assertEquals(url, finding(ASSESSMENT, link).at("/finding_info/src_url").textValue());
        assertEquals(url, finding(REGULATORY, link).at("/finding_info/src_url").textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ldap://evil.example/x",
                "ftp://evil.example/x",
                "hxxp://evil[.]example/x",
                "localhost:8080/x",
                "evil/x",
                "user@evil.example/x",
                "/admin/login.php",
                " https://evil.example/a",
                "https://evil.example/a b",
                "javascript:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd"
            })
    void whatAnEntityNamesIsATraceOfWhateverScheme(String url) {
        JsonNode alert = finding(ALERT, url);

        assertEquals(url.strip(), alert.at("/evidences/0/url/url_string").textValue());
        assertEquals(6, alert.at("/observables/0/type_id").intValue());
        assertEquals(url.strip(), alert.at("/observables/0/value").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"No URL was seen.", "http://", "ldap://", "see http://evil.example", " none "})
    void aSentenceIsNoUrl(String text) {
        assertTrue(finding(ALERT, text).at("/evidences/0/url").isMissingNode());
    }

    @Test
    void theUrlOfAnEntityStaysAsItIs() {
        for (String url : new String[] {
            "http://evil.example:8080/a?b",
            "evil.example:8080/a",
            "evil.example",
            "[2001:db8::1]:443/x",
            "https://evil.example"
        }) {
            assertEquals(
                    url, finding(ALERT, url).at("/evidences/0/url/url_string").textValue());
        }
    }
}
