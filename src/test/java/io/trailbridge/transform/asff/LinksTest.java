package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who clicks on a link in Security Hub gets to a page of the web; all other links are kept beside the finding. */
class LinksTest {
    private static final String SUBSCRIPTION = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "javascript:alert(document.cookie)/x",
                "JavaScript:a.b/c",
                " javascript:1.5/x",
                "data:text/html,x",
                "file:///etc/passwd",
                "ftp://a.example/x",
                "mailto:soc@a.example/x",
                "vbscript:a.b/c",
                "https://",
                "http:///x",
                "https://a.example/x y",
                "https://javascript:alert(1)/x",
                "https://?x",
                "//a.example/x",
                "https://a(b).example/x",
                "urn:1.2/3",
                "../a.example/c",
                "soc@a.example/x"
            })
    void whatIsNoPageOfTheWebIsNoLinkAndIsKept(String link) throws IOException {
        JsonNode alert = alert(link);
        JsonNode vulnerability = subAssessment(link);
        JsonNode assessment = assessment(link);
        JsonNode regulatory = regulatory(link);

        for (JsonNode finding : List.of(alert, assessment, regulatory)) {
            assertFalse(finding.has("SourceUrl"), () -> finding.get("SourceUrl").asText());
        }
        assertFalse(alert.has("Remediation"), () -> alert.get("Remediation").toString());
        assertFalse(vulnerability.at("/Vulnerabilities/0").has("ReferenceUrls"));
        assertEquals(link, field(alert, "alertUri"));
        assertTrue(field(alert, "extendedLinks").contains(link));
        assertEquals(link, field(assessment, "links.azurePortal"));
        assertEquals(link, field(regulatory, "counts.assessmentDetailsLink"));
        assertTrue(vulnerability.get("ProductFields").toString().contains(link));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/x, https://a.example/x",
        "http://a.example, http://a.example",
        "HTTPS://A.example/X, https://A.example/X",
        "portal.azure.com/#blade/a, https://portal.azure.com/#blade/a",
        "https://a.example:8443/x?y=z#w, https://a.example:8443/x?y=z#w",
        "https://[2001:db8::1]:443/x, https://[2001:db8::1]:443/x",
        "https://b\u00fccher.example/\u00fc, https://b\u00fccher.example/\u00fc",
        "' https://a.example/x ', https://a.example/x",
        "https://u@a.example/x@y, https://u@a.example/x@y"
    })
    void aPageOfTheWebIsALink(String link, String url) throws IOException {
        JsonNode alert = alert(link);

        assertEquals(url, alert.get("SourceUrl").asText());
        assertEquals(url, alert.at("/Remediation/Recommendation/Url").asText());
        assertEquals(url, assessment(link).get("SourceUrl").asText());
        assertEquals(url, regulatory(link).get("SourceUrl").asText());
        assertEquals(
                url,
                subAssessment(link).at("/Vulnerabilities/0/ReferenceUrls/0").asText());
    }

    private static JsonNode alert(String link) throws IOException {
        return map("'SystemAlertId':'id-1','AlertType':'T','AlertDisplayName':'D','AlertUri':'" + link
                + "','ExtendedLinks':[{'Label':'L','Href':'" + link + "'}]");
    }

    private static JsonNode assessment(String link) throws IOException {
        return map("'id':'" + SUBSCRIPTION + "/providers/Microsoft.Security/assessments/a',"
                + "'type':'Microsoft.Security/assessments','properties':{'displayName':'D','links':{'azurePortal':'"
                + link + "'}}");
    }

    private static JsonNode regulatory(String link) throws IOException {
        return map("'id':'" + SUBSCRIPTION + "/providers/Microsoft.Security/regulatoryComplianceStandards/s/"
                + "regulatoryComplianceControls/c/regulatoryComplianceAssessments/a',"
                + "'type':'Microsoft.Security/regulatoryComplianceAssessment','properties':{'description':'D',"
                + "'assessmentDetailsLink':'" + link + "'}");
    }

    private static JsonNode subAssessment(String link) throws IOException {
        return map("'id':'" + SUBSCRIPTION + "/providers/Microsoft.Security/assessments/a/subAssessments/b',"
                + "'type':'Microsoft.Security/assessments/subAssessments','properties':{'id':'CVE-2026-0001',"
                + "'displayName':'D','additionalData':{'vendorReferences':[{'title':'t','link':'" + link + "'}]}}");
    }

    private static String field(JsonNode finding, String name) {
        return finding.get("ProductFields").path(ProductFields.PREFIX + name).asText();
    }

    private static JsonNode map(String fields) throws IOException {
        return SmallEvents.map("{" + fields + "}");
    }
}
