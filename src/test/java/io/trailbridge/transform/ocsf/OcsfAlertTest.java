package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.MappingException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of an alert, one at a time; every finding here is held against the schemas where these are there. */
class OcsfAlertTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = "{'SystemAlertId':'a-1','AlertType':'VM_Test','AlertDisplayName':'Test',"
            + "'TimeGenerated':'2026-03-02T07:21:30Z','Severity':'High','Status':'New'}";

    private static ObjectNode alert() throws IOException {
        return (ObjectNode) JSON.readTree(TEXT.replace('\'', '"'));
    }

    private static JsonNode finding(String version, JsonNode alert, EventOrigin origin) throws IOException {
        MappedEvent event = OcsfForm.mapper(version, true).toOcsf(alert, origin).get(0);
        assertFalse(event.failed(), () -> event.failure().getMessage());
        assertEquals(List.of(), OcsfForm.faults(version, event.json()));
        return event.document();
    }

    private static JsonNode finding(JsonNode alert) throws IOException {
        finding(OcsfMapper.OLDER_VERSION, alert, OcsfForm.ORIGIN);
        return finding(OcsfMapper.VERSION, alert, OcsfForm.ORIGIN);
    }

    @ParameterizedTest
    @CsvSource({
        "High,4,High",
        "high,4,High",
        "INFORMATIONAL,1,Informational",
        "Medium,3,Medium",
        "Low,2,Low",
        "Critical,5,Critical",
        "Sev-9,99,Sev-9"
    })
    void aSeverityBecomesItsNumberAndCaption(String word, int number, String caption) throws IOException {
        JsonNode finding = finding(alert().put("Severity", word));
        assertEquals(number, finding.get("severity_id").intValue());
        assertEquals(caption, finding.get("severity").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "None", "Unknown", "null"})
    void aMissingSeverityIsANumberWithoutWords(String word) throws IOException {
        JsonNode finding = finding(alert().put("Severity", word));
        assertEquals(0, finding.get("severity_id").intValue());
        assertFalse(finding.has("severity"));
    }

    @ParameterizedTest
    @CsvSource({
        "New,1,1,New",
        "Active,1,1,New",
        "InProgress,2,2,In Progress",
        "Dismissed,3,3,Suppressed",
        "resolved,4,3,Resolved",
        "Parked,99,1,Parked"
    })
    void aStatusBecomesStatusAndActivity(String word, int status, int activity, String caption) throws IOException {
        JsonNode finding = finding(alert().put("Status", word));
        assertEquals(status, finding.get("status_id").intValue());
        assertEquals(caption, finding.get("status").textValue());
        assertEquals(word, finding.get("status_code").textValue());
        assertEquals(200_400 + activity, finding.get("type_uid").intValue());
    }

    @Test
    void aDeletionClosesTheFindingAtItsArrival() throws IOException {
        ObjectNode alert = alert();
        alert.putObject("securityEventDataEnrichment").put("action", "Delete");
        JsonNode finding = finding(alert);
        assertEquals(3, finding.get("activity_id").intValue());
        assertEquals(6, finding.get("status_id").intValue());
        assertEquals(
                OcsfForm.ORIGIN.enqueuedTime().toEpochMilli(),
                finding.get("time").longValue());
        JsonNode older = finding(OcsfMapper.OLDER_VERSION, alert, OcsfForm.ORIGIN);
        assertEquals(99, older.get("status_id").intValue());
        assertEquals("Deleted", older.get("status").textValue());
    }

    @Test
    void theSameEventHasTheSameIdsAndAnUpdateKeepsThoseOfTheFinding() throws IOException {
        JsonNode first = finding(alert());
        OcsfMapper later = new OcsfMapper(
                OcsfMapper.VERSION, true, null, Clock.fixed(Instant.parse("2027-01-01T00:00:00Z"), ZoneOffset.UTC));
        JsonNode again = later.toOcsf(alert(), OcsfForm.ORIGIN).get(0).document();
        JsonNode update = finding(alert().put("Status", "Resolved"));

        assertEquals(first.at("/metadata/uid"), again.at("/metadata/uid"));
        assertNotEquals(first.at("/metadata/processed_time"), again.at("/metadata/processed_time"));
        assertEquals(first.at("/finding_info/uid"), update.at("/finding_info/uid"));
        assertNotEquals(first.at("/metadata/uid"), update.at("/metadata/uid"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T07:21:30,1772436090000", "2026-03-02T07:21:30.9Z,1772436090900",
        "2026-03-02T07:21:30.1234567Z,1772436090123", "2026-03-02T08:21:30.12+01:00,1772436090120"
    })
    void aTimeIsCutToMilliseconds(String text, long ms) throws IOException {
        JsonNode finding = finding(alert().put("TimeGenerated", text));
        assertEquals(ms, finding.get("time").longValue());
        assertEquals(text, finding.at("/metadata/original_time").textValue());
    }

    @Test
    void anAlertWithoutATimeTakesThatOfItsArrivalAndNeverTheClocks() throws IOException {
        ObjectNode alert = alert().put("TimeGenerated", "yesterday");
        assertEquals(
                OcsfForm.ORIGIN.enqueuedTime().toEpochMilli(),
                finding(alert).get("time").longValue());

        MappingException refused = OcsfForm.mapper(OcsfMapper.VERSION, true)
                .toOcsf(alert, EventOrigin.NOWHERE)
                .get(0)
                .failure();
        assertEquals("$.time", refused.path());
    }

    @Test
    void oddTextArrivesInEveryFieldAndCanBeWritten() throws IOException {
        String odd = "\"q\" \\ C:\\x\r\n\u2028 \uD83D\uDC69\u200D\uD83D\uDCBB \uD83D lone";
        JsonNode finding = finding(alert().put("AlertDisplayName", odd)
                .put("Description", odd)
                .put("CompromisedEntity", odd)
                .put("CorrelationKey", odd)
                .put("ProductName", odd));
        String clean = odd.replace("\uD83D lone", "\uFFFD lone");
        assertEquals(clean, finding.at("/finding_info/title").textValue());
        assertEquals(clean, finding.get("message").textValue());
        assertEquals(clean, finding.at("/resources/0/name").textValue());
        assertEquals(clean, finding.at("/metadata/product/name").textValue());
        assertTrue(finding.get("raw_data").textValue().contains("\\\"q\\\""));
    }

    @Test
    void theEventIsKeptAsTextWithItsSizeAndHashUnlessThatIsSwitchedOff() throws IOException {
        JsonNode finding = finding(alert());
        assertEquals(alert(), JSON.readTree(finding.get("raw_data").textValue()));
        assertEquals(alert().toString().length(), finding.get("raw_data_size").intValue());
        assertEquals(64, finding.at("/raw_data_hash/value").textValue().length());
        JsonNode without = OcsfForm.mapper(OcsfMapper.VERSION, false)
                .toOcsf(alert(), OcsfForm.ORIGIN)
                .get(0)
                .document();
        assertFalse(without.has("raw_data") || without.has("raw_data_size") || without.has("raw_data_hash"));
        assertEquals(finding.at("/metadata/uid"), without.at("/metadata/uid"));
    }

    @Test
    void aTextTooLongForTheOlderVersionIsCutAndNamed() throws IOException {
        ObjectNode alert = alert().put("Description", "\uD83D\uDE00".repeat(500_000));
        JsonNode older = finding(OcsfMapper.OLDER_VERSION, alert, OcsfForm.ORIGIN);
        assertTrue(older.get("message").textValue().length() <= 65_535);
        assertTrue(older.at("/unmapped/truncated").toString().contains("\"finding_info.desc\""));
        assertEquals(
                1_000_000,
                finding(OcsfMapper.VERSION, alert, OcsfForm.ORIGIN)
                        .at("/finding_info/desc")
                        .textValue()
                        .length());
    }

    @Test
    void tenThousandEntitiesBecomeTenThousandEvidences() throws IOException {
        ObjectNode alert = alert();
        ArrayNode entities = alert.putArray("Entities");
        for (int i = 0; i < 10_000; i++) {
            entities.addObject()
                    .put("$id", "" + i)
                    .put("Type", "ip")
                    .put("Address", "2001:db8::" + Integer.toHexString(i));
        }
        JsonNode finding = OcsfForm.mapper(OcsfMapper.VERSION, true)
                .toOcsf(alert, OcsfForm.ORIGIN)
                .get(0)
                .document();
        assertEquals(10_000, finding.get("evidences").size());
        assertEquals(10_000, finding.get("observables").size());
    }

    @Test
    void whatOthersReferToIsSaidOnceAndTheProcessKnowsItsFile() throws IOException {
        ObjectNode alert = alert();
        ArrayNode entities = alert.putArray("Entities");
        entities.addObject()
                .put("$id", "1")
                .put("Type", "process")
                .put("ProcessId", "0x10")
                .putObject("ImageFile")
                .put("$id", "2")
                .put("Type", "file")
                .put("Name", "a.exe");
        entities.addObject().put("$ref", "2");
        entities.addObject()
                .put("$id", "3")
                .put("Type", "malware")
                .put("Name", "m")
                .putArray("Files")
                .addObject()
                .put("$ref", "2");

        JsonNode evidences = finding(alert).get("evidences");

        assertEquals("a.exe", evidences.at("/0/process/file/name").textValue());
        assertEquals("a.exe", evidences.at("/0/data/imageFile/name").textValue());
        assertEquals("a.exe", evidences.at("/1/file/name").textValue());
        assertEquals(
                "{\"$ref\":\"evidences[0].data.imageFile\"}",
                evidences.at("/1/data").toString());
        assertEquals(
                "{\"$ref\":\"evidences[0].data.imageFile\"}",
                evidences.at("/2/data/files/0").toString());
    }

    @Test
    void referencesThatMakeAnEventTooLargeStayAsTheyAreAndNothingIsLost() throws IOException {
        ObjectNode alert = alert();
        ArrayNode entities = alert.putArray("Entities");
        entities.addObject()
                .put("$id", "1")
                .put("Type", "host")
                .put("HostName", "h")
                .put("Note", "x".repeat(40_000));
        for (int i = 2; i < 12; i++) {
            entities.addObject()
                    .put("$id", "" + i)
                    .put("Type", "account")
                    .put("Name", "n" + i)
                    .putObject("Host")
                    .put("$ref", "1");
        }

        JsonNode evidences = finding(alert).get("evidences");

        assertEquals("1", evidences.at("/0/data/$id").textValue());
        for (int i = 1; i < 11; i++) {
            assertEquals(
                    "{\"$ref\":\"1\"}", evidences.at("/" + i + "/data/host").toString());
        }
    }

    @Test
    void aTechniqueStandsBesideASingleTacticOnly() throws IOException {
        ObjectNode alert = alert().put("Intent", "Execution");
        alert.putArray("Techniques").add("T1059").add("T1105");
        alert.putArray("SubTechniques").add("T1059.001");
        JsonNode one = finding(alert).at("/finding_info/attacks");
        assertEquals(2, one.size());
        assertEquals("TA0002", one.at("/0/tactic/uid").textValue());
        assertEquals("T1059", one.at("/1/technique/uid").textValue());
        assertEquals("T1059.001", one.at("/1/sub_technique/uid").textValue());

        JsonNode two =
                finding(alert.put("Intent", "Execution, PreAttack, Unknown")).at("/finding_info/attacks");
        assertEquals(4, two.size());
        assertEquals("{\"name\":\"PreAttack\"}", two.at("/1/tactic").toString());
        assertFalse(two.get(2).has("tactic"));
    }

    @ParameterizedTest
    @CsvSource({"Detected,3,15", "blocked,2,2", "Quarantined,2,3", "Allowed,1,1"})
    void whatASecurityControlDidIsSaidUnderItsProfile(String word, int action, int disposition) throws IOException {
        ObjectNode alert = alert();
        alert.putObject("ExtendedProperties").put("actiontaken", word);
        JsonNode finding = finding(alert);
        assertEquals(action, finding.get("action_id").intValue());
        assertEquals(disposition, finding.get("disposition_id").intValue());
        assertEquals(
                "[\"cloud\",\"security_control\"]",
                finding.at("/metadata/profiles").toString());
    }

    @Test
    void anActionThatIsNotKnownIsNoneOfASecurityControl() throws IOException {
        ObjectNode alert = alert();
        alert.putObject("ExtendedProperties").put("ActionTaken", "Undefined");
        JsonNode finding = finding(alert);
        assertFalse(finding.has("action_id"));
        assertEquals(
                "Undefined",
                finding.at("/unmapped/extendedProperties/ActionTaken").textValue());
    }

    @Test
    void aResourceOfAnotherCloudIsNamedByItsOwnId() throws IOException {
        String arn = "arn:aws:ec2:eu-west-1:210987654321:instance/i-0abc";
        ObjectNode alert = alert().put("CompromisedEntity", arn);
        alert.putArray("Entities")
                .addObject()
                .put("Type", "amazon-resource")
                .put("AmazonResourceId", arn)
                .put("ResourceName", "i-0abc")
                .put("ResourceType", "ec2.instance");
        JsonNode resources = finding(alert).get("resources");
        assertEquals(1, resources.size());
        assertEquals(arn, resources.at("/0/uid").textValue());
        assertEquals(3, resources.at("/0/role_id").intValue());
        assertEquals("aws", resources.at("/0/cloud_partition").textValue());
    }

    @Test
    void sentinelsEntitiesGiveTheSameEvidencesAsDefenders() throws IOException {
        ObjectNode alert = alert();
        ArrayNode entities = alert.putArray("Entities");
        entities.addObject().put("kind", "Ip").putObject("properties").put("address", "10.3.2.8");
        entities.addObject()
                .put("kind", "RegistryKey")
                .putObject("properties")
                .put("hive", "HKEY_LOCAL_MACHINE")
                .put("key", "SOFTWARE");
        entities.addObject()
                .put("kind", "FileHash")
                .putObject("properties")
                .put("hashValue", "E923")
                .put("algorithm", "SHA256");
        JsonNode finding = finding(alert);
        assertEquals("10.3.2.8", finding.at("/evidences/0/src_endpoint/ip").textValue());
        assertEquals(
                "HKEY_LOCAL_MACHINE\\SOFTWARE",
                finding.at("/evidences/1/reg_key/path").textValue());
        assertEquals(8, finding.at("/observables/2/type_id").intValue());
    }

    @Test
    void anIncidentIsADetectionThatKeepsItsMark() throws IOException {
        JsonNode finding = finding(alert().put("IsIncident", true));
        assertEquals(2004, finding.get("class_uid").intValue());
        assertTrue(finding.at("/unmapped/isIncident").booleanValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\":1}", "7", "null", "[]", "{\"type\":\"Microsoft.Storage.BlobCreated\",\"id\":\"1\"}"})
    void whatOcsfHasNoFormForIsRefusedByItsKind(String event) throws IOException {
        MappedEvent mapped = OcsfForm.mapper(OcsfMapper.VERSION, true)
                .toOcsf(JSON.readTree(event), OcsfForm.ORIGIN)
                .get(0);
        assertTrue(mapped.failed());
        assertTrue(
                mapped.failure().getMessage().contains("kind=" + mapped.kind().id() + " mapping=none"));
    }

    @Test
    void anotherVersionIsRefusedAtTheStart() {
        String message = assertThrows(IllegalArgumentException.class, () -> new OcsfMapper("1.5.0", true, null))
                .getMessage();
        assertTrue(message.contains("1.7.0") && message.contains("1.3.0") && message.contains("'1.5.0'"), message);
    }
}
