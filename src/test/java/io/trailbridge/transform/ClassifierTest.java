package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "Microsoft.Security/Locations/alerts, alert",
        "MICROSOFT.SECURITY/ALERTS, alert",
        "microsoft.security/assessments, assessment",
        "Microsoft.Security/assessments/subAssessments, sub-assessment",
        "microsoft.security/assessments/governanceassignments, unrecognised",
        "Microsoft.Security/secureScores, secure-score",
        "Microsoft.Security/secureScores/secureScoreControls, secure-score-control",
        "Microsoft.Security/regulatoryComplianceStandards, regulatory-standard",
        "Microsoft.Security/regulatoryComplianceControl, regulatory-control",
        "Microsoft.Security/regulatoryComplianceStandards/regulatoryComplianceControls/regulatoryComplianceAssessments,"
                + " regulatory-assessment",
        "microsoft.security/attackpaths, attack-path",
        "microsoft.storage.blobcreated, blob-created",
        "Microsoft.Compute/virtualMachines/assessments, unrecognised",
        "Microsoft.AlertsManagement/alerts, unrecognised"
    })
    void theTypeTellsTheKindByItsLastSegmentInAnyCase(String type, String kind) throws JsonProcessingException {
        assertEquals(kind, classify("{'TYPE': '" + type + "'}").id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type': 'Microsoft.Storage.BlobCreated', 'data': {'url': 'https://a.b/insights-logs-flowlogflowevent/x'}}"
                        + " | flow-log-notice",
                "[{'eventType': 'Microsoft.Storage.BlobCreated', 'data': {'url': 'https://a.b/other/x'}}, {'eventType':"
                        + " 'Microsoft.Storage.BlobCreated', 'data': {'url':"
                        + " 'https://a.b/insights-logs-networksecuritygroupflowevent/x'}}] | flow-log-notice",
                "{'type': 'Microsoft.Storage.BlobCreated', 'data': {'url': 'https://a.b/other/x'}} | blob-created",
                "{'type': 'Microsoft.Storage.BlobCreated'} | blob-created"
            })
    void aNoticeOfFlowLogsIsToldFromThoseOfOtherBlobs(String message, String kind) throws JsonProcessingException {
        assertEquals(kind, Classifier.kindOf(JSON.readTree(message.replace('\'', '"'))));
    }

    @ParameterizedTest
    @CsvSource({
        "/subscriptions/x/providers/Microsoft.Security/assessments/a, assessment",
        "/subscriptions/x/providers/microsoft.security/assessments/a/subassessments/b, sub-assessment",
        "/subscriptions/x/providers/Microsoft.Security/secureScores/ascScore/secureScoreControls/c,"
                + " secure-score-control",
        "/subscriptions/x/providers/Microsoft.Security/assessments/a/governanceAssignments/g, unrecognised",
        "/subscriptions/x/providers/Microsoft.Security/assessments, unrecognised",
        "/subscriptions/x/providers/Microsoft.Web/sites/a, unrecognised",
        "/subscriptions/x/providers/Microsoft.Security/, unrecognised",
        "/subscriptions/x/providers/Microsoft.Security//, unrecognised",
        "\u0130\u0130/providers/Microsoft.Security/assessments/a, assessment"
    })
    void theIdTellsTheKindWhereThereIsNoType(String id, String kind) throws JsonProcessingException {
        assertEquals(kind, classify("{'id': '" + id + "'}").id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'SystemAlertId': 'a', 'AlertType': 'T'}",
                "{'alertdisplayname': 'a', 'VendorName': 'Microsoft'}",
                "{'type': 'anything', 'properties': {'systemAlertId': 'a', 'alertType': 'T'}}",
                "{'operationName': 'MICROSOFT.SECURITY/LOCATIONS/ALERTS/ACTIVATE/ACTION', 'category': 'Security'}",
                "{'operationName': {'value': 'Microsoft.Security/locations/alerts/activate/action'}}",
                "{'type': 'anything', 'properties': '{\\'systemAlertId\\': \\'a\\', \\'alertType\\': \\'T\\'}'}"
            })
    void anAlertIsRecognisedByItsContent(String event) throws JsonProcessingException {
        assertEquals(EventKind.ALERT, classify(event));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "7",
                "'text'",
                "{'type': 7}",
                "{'properties': null}",
                "{'VendorName': 'x', 'Intent': 'y'}",
                "{'SystemAlertId': 'a'}",
                "{'AlertType': 'T', 'Title': 't'}",
                "{'alertDisplayName': 'a', 'VendorName': null}",
                "{'operationName': {'value': 'Microsoft.Security/locations/alerts/dismiss/action'},"
                        + " 'category': {'value': 'Administrative'}}"
            })
    void whatIsNoneOfTheKindsIsUnrecognised(String event) throws JsonProcessingException {
        assertEquals(EventKind.UNRECOGNISED, classify(event));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'a':1} | {'a':1}",
                "[{'a':1},{'b':2}] | {'a':1} {'b':2}",
                "{'records':[{'a':1},{'b':2}]} | {'a':1} {'b':2}",
                "{'Value':[{'a':1}],'nextLink':'x','@odata.count':1} | {'a':1}",
                "{'value':[[{'records':[{'a':1}]}],{'b':2}]} | {'a':1} {'b':2}",
                "[{'a':1},7,null] | {'a':1} 7 null",
                "[1,2,3] | [1,2,3]",
                "[] | []",
                "{'records':[]} | {'records':[]}",
                "{'value':[1,2]} | {'value':[1,2]}",
                "{'value':[{'a':1}],'unit':'percent'} | {'value':[{'a':1}],'unit':'percent'}",
                "{'records':[{'type':'Microsoft.Security/alerts'}],'from':'x'}"
                        + " | {'type':'Microsoft.Security/alerts'} {'from':'x'}",
                "[[[[[[[[[{'a':1}]]]]]]]]] | [{'a':1}]",
                "null | null",
                // Answers of Resource Graph, of its API and of its command line.
                "{'totalRecords':1,'count':1,'data':[{'a':1}],'facets':[],'resultTruncated':'false'} | {'a':1}",
                "{'count':2,'data':[{'a':1},{'b':2}],'skip_token':null,'total_records':2} | {'a':1} {'b':2}",
                "{'Data':[{'a':1}],'SkipToken':'x'} | {'a':1}",
                "{'data':[{'a':1}],'unit':'percent'} | {'data':[{'a':1}],'unit':'percent'}",
                "{'value':[{'a':1}],'data':[]} | {'a':1}",
                "{'records':[],'data':[{'a':1}]} | {'a':1}",
                "{'data':{'a':1}} | {'data':{'a':1}}",
                // Pages without an event beside others with some.
                "[{'value':[]},{'a':1},[]] | {'a':1}",
                "{'records':[{'value':[{'a':1}]},{'data':[],'count':0}]} | {'a':1}"
            })
    void aWrapperIsTakenApartAndNothingOfItIsLeftOut(String message, String events) throws JsonProcessingException {
        List<String> texts = Classifier.unwrap(json(message)).stream()
                .map(JsonNode::toString)
                .toList();

        assertEquals(events.replace('\'', '"'), String.join(" ", texts));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "`{^type^:^Microsoft.Security/alerts^}` | {'type':'Microsoft.Security/alerts'}",
                "` {^type^:^Microsoft.Security/alerts^}\\n` | {'type':'Microsoft.Security/alerts'}",
                "[`{^type^:^Microsoft.Security/alerts^}`,`x`] | {'type':'Microsoft.Security/alerts'} 'x'",
                "`[{^type^:^Microsoft.Security/alerts^},{^a^:1}]` | {'type':'Microsoft.Security/alerts'} {'a':1}",
                "{'records':[`{^type^:^Microsoft.Security/alerts^}`]} | {'type':'Microsoft.Security/alerts'}",
                "{'records':`[{^type^:^Microsoft.Security/alerts^}]`} | {'type':'Microsoft.Security/alerts'}",
                "`{^value^:[{^type^:^Microsoft.Security/alerts^}]}` | {'type':'Microsoft.Security/alerts'}",
                "{'body':`{^type^:^Microsoft.Security/alerts^}`,'from':'x'} |"
                        + " {'type':'Microsoft.Security/alerts'} {'from':'x'}",
                "[[`{^data^:[{^type^:^Microsoft.Security/alerts^}]}`],{'a':1}] | {'type':'Microsoft.Security/alerts'} {'a':1}",
                // What spells no event that is known stays as it is.
                "`{^type^:^unheard/of^}` | `{^type^:^unheard/of^}`",
                "{'body':`{^type^:^unheard/of^}`} | {'body':`{^type^:^unheard/of^}`}",
                "[`{^type^:^unheard/of^}`,`y`] | [`{^type^:^unheard/of^}`,`y`]",
                "{'body':`{^value^:[]}`,'a':1} | {'body':`{^value^:[]}`,'a':1}",
                "`{^type^:^Microsoft.Security/alerts^` | `{^type^:^Microsoft.Security/alerts^`"
            })
    void anEventThatArrivesAsItsTextIsTakenOutOfIt(String message, String events) throws JsonProcessingException {
        String written = message.replace("^", "\\\"").replace('`', '"');
        List<String> texts = Classifier.unwrap(json(written)).stream()
                .map(JsonNode::toString)
                .toList();

        assertEquals(
                json("[" + events.replace("^", "\\\"").replace('`', '"').replaceAll(" (?=[{'\"\\[])", ",") + "]"),
                json("[" + String.join(",", texts) + "]"));
    }

    @Test
    void anEventIsTakenOutOfTextsWithinTextsButNotWithoutEnd() throws JsonProcessingException {
        String event = "{\"type\":\"Microsoft.Security/alerts\"}";
        for (int level = 1; level < 10; level++) {
            event = "[" + JSON.writeValueAsString(event) + "]";
            assertEquals(level < 4 ? "alert" : "unrecognised", Classifier.kindOf(JSON.readTree(event)), event);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]", "{'value':[]}", "{'records':[]}", "{'Data':[],'totalRecords':0,'count':0,'facets':[]}",
                "{'value':[],'nextLink':null}", "[{'value':[]},[]]", "{'records':[{'value':[]}]}", "[[[[]]]]",
                "'{\\'value\\':[]}'", "['{\\'value\\':[]}']", "{'value':[],'data':[]}"
            })
    void aPageWithoutAnEventIsNone(String page) throws JsonProcessingException {
        JsonNode message = json(page);

        assertEquals("empty-page", Classifier.kindOf(message));
        assertEquals(List.of(message), Classifier.unwrap(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "''",
                "{'value':[],'a':1}",
                "{'value':{}}",
                "{'value':[1]}",
                "{'other':[]}",
                "[{}]",
                "[null]",
                "{'value':[null]}",
                "{'count':0}",
                "{'nextLink':'x'}",
                "['']"
            })
    void whatSaysAnythingIsNoEmptyPage(String message) throws JsonProcessingException {
        assertEquals("unrecognised", Classifier.kindOf(json(message)));
    }

    @Test
    void theKindOfAMessageIsThatOfItsEventsOrMixed() throws JsonProcessingException {
        String alert = "{'type':'Microsoft.Security/alerts'}";
        String score = "{'type':'Microsoft.Security/secureScores'}";

        assertEquals("alert", Classifier.kindOf(json("{'records':[" + alert + "," + alert + "]}")));
        assertEquals("mixed", Classifier.kindOf(json("[" + alert + "," + score + "]")));
        assertEquals("alert", Classifier.kindOf(json("[" + alert + ",{'value':[]}]")));
        assertEquals("unrecognised", Classifier.kindOf(null));
    }

    private static EventKind classify(String event) throws JsonProcessingException {
        return Classifier.classify(json(event));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
