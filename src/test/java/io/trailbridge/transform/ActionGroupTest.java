package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.asff.AsffMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An alert of the Activity log that an action group sends is mapped like the record by itself. */
class ActionGroupTest {
    private static final String SUBSCRIPTION = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf";
    private static final String ALERT = SUBSCRIPTION + "/resourceGroups/rg/providers/Microsoft.Security/locations/"
            + "centralus/alerts/2518250008431989649_e7313e05-edf4-466d-adfd-35974921aeff";
    private static final AsffMapper ASFF = new AsffMapper("123456789012", "eu-west-1", "aws", null);
    private static final String RECORD = """
            {'channels':'Operation','correlationId':'c-1','eventSource':'Security','level':'Informational',
             'description':'Failed brute force attacks were detected.','eventTimestamp':'2026-06-25T19:00:32.607+00:00',
             'eventDataId':'2518250008431989649_e7313e05-edf4-466d-adfd-35974921aeff',
             'operationName':'Microsoft.Security/locations/alerts/activate/action','operationId':'o-1',
             'properties':{'attackers':'[\\"IP Address: 198.51.100.7\\"]','actionTaken':'Detected','severity':'Medium',
             'resourceType':'Virtual Machine','compromisedEntity':'LinuxVM1','remediationSteps':'[\\"Look.\\"]'},
             'resourceId':'%s','resourceGroupName':'rg','resourceProviderName':'Microsoft.Security','status':'Active',
             'subStatus':'','subscriptionId':'20dc354a-ba60-44fb-88f8-283b7efd4fcf',
             'submissionTimestamp':'2026-06-25T20:23:04.9743772+00:00','resourceType':'MICROSOFT.SECURITY/LOCATIONS/ALERTS'}
            """.formatted(ALERT);

    /** The two envelopes around a record. */
    enum Envelope {
        ACTIVITY_LOG("""
                {'schemaId':'Microsoft.Insights/activityLogs','data':{'status':'Activated','context':{'activityLog':%s}},
                 'properties':{'mine':'own'}}
                """),
        COMMON("""
                {'schemaId':'azureMonitorCommonAlertSchema','data':{'essentials':{'alertId':
                 '/subscriptions/x/providers/Microsoft.AlertsManagement/alerts/y','alertRule':'rule','severity':'Sev4',
                 'signalType':'Activity Log','monitorCondition':'Fired','monitoringService':'Activity Log - Security',
                 'alertTargetIDs':['%s'],'firedDateTime':'2026-06-25T21:00:00Z','description':'of the rule'},
                 'alertContext':%%s,'customProperties':{'mine':'own'}}}
                """.formatted(ALERT));

        private final String text;

        Envelope(String text) {
            this.text = text;
        }

        JsonNode around(JsonNode record) {
            return read(text.formatted(record));
        }
    }

    @ParameterizedTest
    @EnumSource(Envelope.class)
    void theRecordWithinSaysWhatItSaysByItself(Envelope envelope) {
        ObjectNode record = (ObjectNode) read(RECORD);
        JsonNode enveloped = envelope.around(record);
        record.put("category", "Security");

        for (Formats format : Formats.values()) {
            assertEquals(facts(format.only(record)), facts(format.only(enveloped)), format.name());
        }
        JsonNode finding = finding(enveloped);
        assertEquals(facts(finding(record)), facts(finding));
        assertEquals("MEDIUM", finding.at("/Severity/Label").textValue());
        assertEquals("ACTIVE", finding.get("RecordState").textValue());
        assertTrue(Formats.CLOUDTRAIL
                .only(enveloped)
                .at("/additionalEventData/unmapped")
                .toString()
                .contains("own"));
    }

    @Test
    void whatTheRecordOfTheCommonSchemaLacksStandsInTheEnvelope() {
        ObjectNode record = (ObjectNode) read(RECORD);
        record.set("Activity Log Event Description", record.get("description"));
        record.remove(List.of("resourceId", "eventDataId", "description", "subscriptionId"));

        JsonNode finding = Formats.OCSF_1_7.only(Envelope.COMMON.around(record));

        assertEquals(
                "2518250008431989649_e7313e05-edf4-466d-adfd-35974921aeff",
                finding.at("/finding_info/uid").textValue());
        assertEquals(
                "Failed brute force attacks were detected.",
                finding.at("/finding_info/desc").textValue());
        assertEquals(
                "20dc354a-ba60-44fb-88f8-283b7efd4fcf",
                finding.at("/cloud/account/uid").textValue());
    }

    @ParameterizedTest
    @EnumSource(Envelope.class)
    void itsStateIsThatOfTheAlertNotOfTheRule(Envelope envelope) {
        ObjectNode record = (ObjectNode) read(RECORD);
        record.put("operationName", "Microsoft.Security/locations/alerts/resolve/action")
                .put("status", "Resolved");

        assertEquals(
                4,
                Formats.OCSF_1_7.only(envelope.around(record)).get("status_id").intValue());
        assertEquals(
                "ARCHIVED", finding(envelope.around(record)).get("RecordState").textValue());
    }

    @ParameterizedTest
    @EnumSource(Envelope.class)
    void whatIsNoAlertOfDefenderStaysUnrecognised(Envelope envelope) {
        ObjectNode record = (ObjectNode) read(RECORD);

        assertEquals(
                EventKind.UNRECOGNISED,
                Classifier.classify(envelope.around(record.deepCopy().put("eventSource", "Administrative"))));
        assertEquals(
                EventKind.UNRECOGNISED,
                Classifier.classify(envelope.around(
                        record.deepCopy().put("operationName", "Microsoft.Compute/virtualMachines/write"))));
        assertEquals(EventKind.UNRECOGNISED, Classifier.classify(envelope.around(record.nullNode())));
        assertEquals(EventKind.UNRECOGNISED, Classifier.classify(read("{'schemaId':'AzureMonitorMetricAlert'}")));
        assertEquals(
                EventKind.ALERT,
                Classifier.classify(read(envelope.around(record)
                        .toString()
                        .replace("Microsoft.Insights/activityLogs", "MICROSOFT.INSIGHTS/ACTIVITYLOGS")
                        .replace("schemaId", "SchemaId")
                        .replace("alertContext", "AlertContext"))));
    }

    private static JsonNode finding(JsonNode event) {
        return Formats.read(ASFF.toAsff(event, Formats.ORIGIN).get(0).json());
    }

    private static JsonNode read(String text) {
        return Formats.read(text.replace('\'', '"'));
    }

    /** Without what is of the payload itself, and what is kept of it. */
    private static JsonNode facts(JsonNode document) {
        ObjectNode facts = document.deepCopy();
        facts.remove(List.of("unmapped", "ProductFields"));
        if (facts.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("uid", "processed_time"));
        }
        if (facts.get("additionalEventData") instanceof ObjectNode more) {
            more.remove("unmapped");
        }
        assertFalse(facts.isEmpty());
        return facts;
    }
}
