package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What continuous export adds to an event is in blocks whose names begin in many ways. */
class EnrichmentTest {
    private static final String MACHINE = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/g/"
            + "providers/Microsoft.Compute/virtualMachines/m";
    private static final String ASSESSMENT = MACHINE + "/providers/Microsoft.Security/assessments/a";
    private static final String SUBSCRIPTION =
            "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/" + "Microsoft.Security/";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "subAssessmentEventDataEnrichment", "SubAssessmentEventDataEnrichment",
                        "secureScoreEventDataEnrichment",
                "assessmentEventDataEnrichment", "securityEventDataEnrichment",
                        "regulatoryComplianceEventDataEnrichment",
                "eventDataEnrichment", "WHATEVEREVENTDATAENRICHMENT"
            })
    void aBlockIsReadWhateverStandsBeforeItsName(String block) {
        for (String event : new String[] {
            "'id':'" + ASSESSMENT + "','properties':{'displayName':'d','status':{'code':'Unhealthy'}}",
            "'id':'" + ASSESSMENT + "/subAssessments/s','properties':{'id':'R1','status':{'code':'Unhealthy'}}",
            "'id':'" + SUBSCRIPTION + "secureScores/ascScore','properties':{'score':{'max':4,'current':2}}",
            "'id':'" + SUBSCRIPTION + "secureScores/ascScore/secureScoreControls/c','properties':{'score':{'max':4}}",
            "'id':'" + SUBSCRIPTION + "regulatoryComplianceStandards/PCI','properties':{'state':'Failed'}",
            "'id':'" + SUBSCRIPTION + "attackPaths/p','properties':{'displayName':'a way in','riskLevel':'High'}",
            "'type':'Microsoft.Security/Locations/alerts','id':'" + SUBSCRIPTION + "locations/l/alerts/x',"
                    + "'properties':{'systemAlertId':'x','alertType':'T','status':'Active'}"
        }) {
            String block2020 = ",'" + block + "':{'action':'%s','apiVersion':'2020-01-01','isSnapshot':%s}}";
            InEachFormat deleted = InEachFormat.of("{" + event + block2020.formatted("Delete", false));
            InEachFormat repeated = InEachFormat.of("{" + event + block2020.formatted("Insert", true));

            assertEquals("Deleted", deleted.ocsf().get("status").textValue(), event);
            assertEquals("Close", deleted.ocsf().get("activity_name").textValue(), event);
            assertEquals("Deleted", deleted.olderOcsf().get("status").textValue(), event);
            assertEquals("ARCHIVED", deleted.asff().get("RecordState").textValue(), event);
            assertEquals(
                    "true",
                    deleted.cloudTrail().at("/additionalEventData/deleted").asText(),
                    event);
            assertEquals("2020-01-01", deleted.cloudTrail().get("version").textValue(), event);
            assertEquals("Update", repeated.ocsf().get("activity_name").textValue(), event);
            assertEquals("ACTIVE", repeated.asff().get("RecordState").textValue(), event);
            assertNotEquals(
                    deleted.cloudTrail().get("UID"), repeated.cloudTrail().get("UID"), event);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'securityEventDataEnrichment':{'action':'Insert'},'subAssessmentEventDataEnrichment':{'action':'delete'}",
                "'subAssessmentEventDataEnrichment':{'Action':' DELETE '},'securityEventDataEnrichment':{'action':'Insert'}",
                "'subAssessmentEventDataEnrichment':'{\\'action\\':\\'Delete\\'}'"
            })
    void aDeletionThatOneOfSeveralBlocksTellsOfIsOne(String blocks) {
        String text = blocks.replace("\\'", "\\\"");

        InEachFormat deleted =
                InEachFormat.of("{'id':'" + ASSESSMENT + "/subAssessments/s','properties':{}," + text + "}");

        assertEquals(
                "SubAssessmentDeleted", deleted.cloudTrail().get("eventName").textValue());
        assertEquals("ARCHIVED", deleted.asff().get("RecordState").textValue());
        assertEquals("Deleted", deleted.ocsf().get("status").textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'fooEventData':{'action':'Delete'}",
                "'subAssessmentEventDataEnrichments':{'action':'Delete'}",
                "'subAssessmentEventDataEnrichment':'Delete'",
                "'subAssessmentEventDataEnrichment':['Delete']",
                "'subAssessmentEventDataEnrichment':{'action':{'Delete':1},'isSnapshot':{'a':1},'apiVersion':null}",
                "'properties':{'subAssessmentEventDataEnrichment':{'action':'Delete'}}"
            })
    void whatIsNoSuchBlockTellsOfNoDeletion(String other) {
        InEachFormat kept = InEachFormat.of("{'id':'" + ASSESSMENT + "/subAssessments/s'," + other + "}");

        assertEquals("SubAssessment", kept.cloudTrail().get("eventName").textValue());
        assertEquals("1.0", kept.cloudTrail().get("version").textValue());
        assertEquals("ACTIVE", kept.asff().get("RecordState").textValue());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theVersionIsThatOfTheBlockOfAllKindsBeforeAnyOther(boolean first) {
        String own = "'assessmentEventDataEnrichment':{'apiVersion':'own'}";
        String common = "'securityEventDataEnrichment':{'apiVersion':'common'}";
        JsonNode document = Formats.CLOUDTRAIL.only(
                Formats.read(("{'id':'" + ASSESSMENT + "'," + (first ? common + "," + own : own + "," + common) + "}")
                        .replace('\'', '"')));

        assertEquals("common", document.get("version").textValue());
    }
}
