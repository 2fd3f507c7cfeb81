package io.trailbridge.transform.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that have a value in another field, order or form than those of continuous export mostly have. */
class AlternativeFormsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant ENQUEUED = Instant.parse("2026-11-11T12:00:00Z");
    private static final EventOrigin ORIGIN = new EventOrigin("hub", "0", 7L, ENQUEUED, 0);
    private static final CloudTrailMapper MAPPER = new CloudTrailMapper(EventDataForm.ACCOUNT, null);
    private static final String SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
    private static final String SECURITY = "/subscriptions/" + SUBSCRIPTION + "/providers/Microsoft.Security/";
    private static final String CONTROL =
            SECURITY + "regulatoryComplianceStandards/PCI-DSS-4/" + "regulatoryComplianceControls/1.1";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'Type':'dns','DnsServerIp':{'Type':'ip','Address':'8.8.8.8'}},{'Type':'ip','Address':'198.51.100.7'}"
                        + "| 198.51.100.7",
                "{'Type':'network-connection','DestinationAddress':{'Type':'ip','Address':'203.0.113.9'},"
                        + "'SourceAddress':{'Type':'ip','Address':'198.51.100.7'}} | 198.51.100.7",
                "{'Type':'network-connection','DestinationAddress':'203.0.113.9','SourceAddress':'198.51.100.7'}"
                        + "| 198.51.100.7",
                "{'kind':'Ip','properties':{'address':'198.51.100.7'}} | 198.51.100.7",
                "{'Type':'dns','DnsServerIp':{'Type':'ip','Address':'8.8.8.8'}} |",
                "{'Type':'network-connection','DestinationAddress':{'Type':'ip','Address':'203.0.113.9'}} |",
                "{'$id':'1','Type':'ip','Address':'203.0.113.9'},{'Type':'network-connection',"
                        + "'DestinationAddress':{'$ref':'1'},'SourceAddress':'198.51.100.7'} | 198.51.100.7",
                "{'Type':'network-connection','SourceAddress':'198.51.100.7'},{'Type':'ip','Address':'198.51.100.8'}"
                        + "| 198.51.100.8",
                "{'Type':'ip','Address':'no address'},{'Type':'IP','Address':'2001:db8::1'} | 2001:db8::1"
            })
    void theSourceAddressIsNeverThatOfWhatWasContacted(String entities, String address) {
        String source = text(alert(", 'Entities': [" + entities + "]"), "/sourceIPAddress");

        assertEquals(address == null ? "" : address, source);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'Type':'ip','Address':'10.0.0.4'},{'Type':'ip','Address':'198.51.100.7'} | 198.51.100.7",
                "{'Type':'ip','Address':'fe80::1'},{'Type':'ip','Address':'172.31.0.1'},{'Type':'ip','Address':'2001:db8::1'}"
                        + "| 2001:db8::1",
                "{'Type':'ip','Address':'172.32.0.1'},{'Type':'ip','Address':'198.51.100.7'} | 172.32.0.1",
                "{'Type':'ip','Address':'198.51.100.7'},{'Type':'ip','Address':'203.0.113.9','Location':{'CountryCode':'NL'}}"
                        + "| 203.0.113.9",
                "{'Type':'ip','Address':'198.51.100.7','Location':{'City':'x'}},{'Type':'ip','Address':'203.0.113.9',"
                        + "'ThreatIntelligence':[{'ProviderName':'p'}]} | 203.0.113.9",
                "{'Type':'ip','Address':'198.51.100.7','Location':{'City':'x'}},{'$id':'2','Type':'ip','Address':'10.0.0.4'},"
                        + "{'Type':'network-connection','SourceAddress':{'$ref':'2'}} | 10.0.0.4",
                "{'Type':'ip','Address':'10.0.0.4'},{'Type':'ip','Address':'10.0.0.5'} | 10.0.0.4"
            })
    void ofSeveralAddressesTheSourceIsTheOneThatMostLikelyActed(String entities, String address) {
        assertEquals(address, text(alert(", 'Entities': [" + entities + "]"), "/sourceIPAddress"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'AlertName':'alias','AlertType':'real'", "'AlertType':'real','AlertName':'alias'",
                "'alertName':'alias','ALERTTYPE':'real'", "'AlertName':'real','AlertType':''",
                "'AlertName':'real','AlertType':null"
            })
    void anotherNameOfAFieldNeverTakesThePlaceOfItsOwn(String fields) {
        assertEquals("real", text("{'SystemAlertId':'a','AlertDisplayName':'t'," + fields + "}", "/eventName"));
    }

    @Test
    void anotherNameOfATimeOrSeverityNeverTakesThePlaceOfItsOwn() {
        String event = alert(", 'ReportedSeverity':'Low','Severity':'High',"
                + "'TimeGeneratedUtc':'2026-11-10T00:00:00Z','TimeGenerated':'2026-11-10T00:00:07Z'");

        assertEquals("High", text(event, "/additionalEventData/severity"));
        assertEquals("2026-11-10T00:00:07Z", text(event, "/eventTime"));
        assertTrue(map(event).toString().contains("2026-11-10T00:00:00Z"));
    }

    @Test
    void structuresThatArriveAsTextAreReadAsSuch() {
        String structures = """
                "ResourceIdentifiers":[{"Type":"AzureResource","AzureResourceId":"/subscriptions/SUB/x"}],
                "Entities":[{"$id":"1","Type":"ip","Address":"198.51.100.7"},{"Type":"host","IP":{"$ref":"1"}}],
                "ExtendedProperties":{"Type":"own","count":1.5},
                "RemediationSteps":["<p>one</p>","two"],
                "ExtendedLinks":[{"Href":"https://example.com/"}]
                """.replace("SUB", SUBSCRIPTION);
        StringBuilder texts = new StringBuilder();
        for (String field : structures.strip().split("\n")) {
            int colon = field.indexOf(':');
            String value = field.substring(colon + 1).replaceAll(",$", "");
            texts.append(',').append(field, 0, colon + 1).append(JSON.<JsonNode>valueToTree(value));
        }

        JsonNode read = map(alert(texts.toString()));

        assertEquals(map(alert("," + structures)).toString(), read.toString());
        assertEquals(SUBSCRIPTION, read.at("/userIdentity/principalId").textValue());
        assertEquals(
                "198.51.100.7",
                read.at("/additionalEventData/entities/1/IP/address").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[broken", "{'a':1} and more", "{'a':1,'a':2}", "no list"})
    void aTextThatIsNoStringifiedJsonStaysAText(String text) {
        String written = JSON.valueToTree(text.replace('\'', '"')).toString();

        JsonNode document = map(alert(", \"ExtendedProperties\":" + written));

        assertEquals(
                text.replace('\'', '"'),
                document.at("/additionalEventData/extendedProperties").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AzureResourceSubscriptionId", "workspaceSubscriptionId"})
    void theSubscriptionIsThatOfAFieldOfTheAlertWhereNoIdTellsIt(String field) {
        assertEquals(
                SUBSCRIPTION, text(alert(", '" + field + "':'" + SUBSCRIPTION + "'"), "/userIdentity/principalId"));
    }

    @Test
    void theTenantIsThatOfTheResource() {
        JsonNode identity =
                map(alert(", 'AzureResourceTenantId':'" + SUBSCRIPTION + "'")).path("userIdentity");

        assertEquals("AzureTenant", identity.path("type").textValue());
        assertEquals(SUBSCRIPTION, identity.path("principalId").textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'securityEventDataEnrichment':{'action':'Insert'},'assessmentEventDataEnrichment':{'action':'Delete'}",
                "'securityEventDataEnrichment':{'action':'delete'},'assessmentEventDataEnrichment':{'action':'Insert'}"
            })
    void whatEitherPartOfTheExportSaysIsGoneIsGone(String enrichment) {
        String event =
                "{'id':'" + SECURITY + "assessments/a','properties':{'status':{'code':'Healthy'}}," + enrichment + "}";

        assertEquals("AssessmentDeleted", text(event, "/eventName"));
    }

    @ParameterizedTest
    @CsvSource({
        "assessments/a, {'status':{'code':'CODE'}}, UNHEALTHY, AssessmentUnhealthy",
        "assessments/a, {'status':{'code':'CODE'}}, not applicable, AssessmentNotApplicable",
        "assessments/a, {'status':{'code':'CODE'}}, OffByPolicy, AssessmentOffByPolicy",
        "assessments/a/subAssessments/b, {'status':{'code':'CODE'}}, healthy, SubAssessmentHealthy",
        "regulatoryComplianceStandards/PCI, {'state':'CODE'}, FAILED, RegulatoryStandardFailed"
    })
    void aKnownStateIsSpelledTheSameInAnEventsName(String id, String properties, String code, String name) {
        String event = "{'id':'" + SECURITY + id + "','properties':" + properties.replace("CODE", code) + "}";

        assertEquals(name, text(event, "/eventName"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://portal.azure.com/a b,",
        "HTTP://portal/, http://portal/",
        "user@contoso.com/x,",
        "../a.b/c,",
        "portal.azure.com/#blade, https://portal.azure.com/#blade",
        "javascript:alert(1),",
        "javascript:a.b/c,",
        "portal.azure.com:443/a, https://portal.azure.com:443/a",
        "a.b:/c,",
        "file:///c:/a,",
        "data:text/html;a.b/c,",
        "ftp://a.example/,",
        "https://,",
        "see there,",
        "/a/b,"
    })
    void onlyALinkToAPageOfTheWebIsTakenForOne(String link, String taken) {
        List<String> events = List.of(
                alert(",'AlertUri':'LINK'"),
                "{'id':'" + SECURITY + "assessments/a','properties':{'links':{'azurePortal':'LINK'}}}",
                "{'id':'" + CONTROL + "','properties':{'assessmentDetailsLink':'LINK'}}");
        List<String> places =
                List.of("/alertUri", "/properties/links/azurePortal", "/properties/assessmentDetailsLink");
        for (int i = 0; i < events.size(); i++) {
            JsonNode more = map(events.get(i).replace("LINK", link)).path("additionalEventData");
            assertEquals(taken == null ? "" : taken, more.path("sourceUrl").asText());
            assertEquals(
                    taken == null ? link : "",
                    more.path("unmapped").at(places.get(i)).asText());
        }
    }

    @Test
    void theDeletionOfAControlIsAsOldAsItsArrival() {
        JsonNode document = map("{'id':'" + CONTROL + "','timeGenerated':'2020-01-01T00:00:00Z',"
                + "'properties':{'state':'Failed'},'securityEventDataEnrichment':{'action':'Delete'}}");

        assertEquals("RegulatoryControlDeleted", document.path("eventName").textValue());
        assertEquals(ENQUEUED.toString(), document.path("eventTime").textValue());
        assertTrue(document.at("/additionalEventData/deleted").booleanValue());
    }

    @ParameterizedTest
    @CsvSource({",1.1", "/regulatoryComplianceAssessments/a,1.1"})
    void aControlWithoutADescriptionIsCalledByItsOwnName(String more, String title) {
        String event = "{'id':'" + CONTROL + (more == null ? "" : more) + "','properties':{'state':'Failed'}}";

        assertEquals(title, text(event, "/additionalEventData/title"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-10T00:00:00Z, 2026-11-10T00:00:00.0000000Z, true",
        "2026-11-10T00:00:00.1200000Z, 2026-11-10T01:00:00.12+01:00, true",
        "2026-11-10T00:00:00.1234567Z, 2026-11-10T00:00:00.1234568Z, false",
        "2026-11-10T00:00:00Z, 2026-11-10T00:00:01Z, false",
        "2026-11-10 or later, 2026-11-10 or sooner, false"
    })
    void aTimeMakesTheSameStateInAnySpelling(String one, String other, boolean same) {
        String alert = alert(", 'ProcessingEndTime':'TIME'");
        String assessment = "{'id':'" + SECURITY + "assessments/a','properties':{'status':{'code':'Healthy',"
                + "'statusChangeDate':'TIME'}}}";
        String sub = "{'id':'" + SECURITY + "assessments/a/subAssessments/b','properties':{'timeGenerated':'TIME'}}";
        for (String event : new String[] {alert, assessment, sub}) {
            String uid = text(event.replace("TIME", one), "/UID");
            if (same) {
                assertEquals(uid, text(event.replace("TIME", other), "/UID"));
            } else {
                assertNotEquals(uid, text(event.replace("TIME", other), "/UID"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"'58','58',Pass", "57.5,'58',Fail", "'0','0',NotApplicable", "'many','58',''"})
    void pointsThatAreTextsAreNumbers(String current, String max, String status) {
        // The quotes of the values are those of the source's strings.
        String event = "{'id':'" + SECURITY + "secureScores/ascScore','properties':{'score':{'current':\"" + current
                + "\",'max':\"" + max + "\"}}}";

        assertEquals(status, text(event, "/additionalEventData/status"));
    }

    @Test
    void whatCloudTrailCutsIsStillThereAsAWhole() {
        String type = "T".repeat(2000);

        JsonNode document = map("{'SystemAlertId':'a','AlertDisplayName':'t','AlertType':'" + type + "'}");

        assertEquals(1024, document.path("eventName").textValue().length());
        assertEquals(type, document.at("/additionalEventData/whole/eventName").textValue());
        assertTrue(map(alert("")).at("/additionalEventData/whole").isMissingNode());
    }

    @Test
    void allVulnerabilitiesOfBothPlacesAreNamed() {
        JsonNode document = map("{'id':'" + SECURITY + "assessments/a/subAssessments/b','properties':{'additionalData':"
                + "{'cve':[{'title':'CVE-2020-1111'},{'title':'CVE-2020-2222'}],"
                + "'vulnerabilityDetails':{'cveId':'CVE-2020-2222'}}}}");

        assertEquals(
                "[\"CVE-2020-2222\",\"CVE-2020-1111\"]",
                document.at("/additionalEventData/cves").toString());
    }

    private static String alert(String more) {
        return "{'SystemAlertId':'a','AlertType':'T','AlertDisplayName':'t'" + more + "}";
    }

    private static String text(String event, String path) {
        return map(event).at(path).asText();
    }

    private static JsonNode map(String event) {
        try {
            MappedEvent mapped =
                    MAPPER.toCloudTrail(JSON.readTree(quoted(event)), ORIGIN).get(0);
            assertEquals(List.of(), EventDataForm.faults(mapped.json()));
            return mapped.document();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(event, e);
        }
    }

    private static String quoted(String event) {
        return event.replace('\'', '"');
    }
}
