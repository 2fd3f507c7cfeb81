package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.MappingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AsffMapperTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Instant ENQUEUED = Instant.parse("2026-05-05T10:00:00.999Z");
    private static final EventOrigin ORIGIN = new EventOrigin("hub", "0", 7L, ENQUEUED, 0);
    private static final AsffMapper MAPPER = AsffForm.mapper();
    private static final String SUBSCRIPTION = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf";

    @Test
    void allStatesAndFormsOfAnAlertAreOneFindingThatIsUpdated() {
        ObjectNode later = alert().put("ProcessingEndTime", "2026-01-02T00:00:02Z");
        ObjectNode rest = NODES.objectNode().put("type", "Microsoft.Security/Locations/alerts").put("name", "ID-1");
        rest.putObject("properties").put("alertType", "T").put("timeGeneratedUtc", "2026-01-01T00:00:01.5Z");

        JsonNode first = map(alert());
        JsonNode second = map(later);

        assertEquals("microsoft-defender-for-cloud/id-1", first.get("Id").asText());
        assertEquals(first.get("Id"), second.get("Id"));
        assertEquals(first.get("Id"), map(rest).get("Id"));
        assertEquals("2026-01-01T00:00:01.500Z", first.get("CreatedAt").asText());
        assertEquals(first.get("CreatedAt"), second.get("CreatedAt"));
        assertEquals("2026-01-01T00:00:02.000Z", mapUnknownArrival(alert()).get("UpdatedAt").asText());
        assertEquals("2026-01-02T00:00:02.000Z", mapUnknownArrival(later).get("UpdatedAt").asText());
    }

    @Test
    void theSameMessageGivesTheSameTextWheneverItIsMapped() {
        assertEquals(
                MAPPER.toAsff(alert(), ORIGIN).get(0).json(),
                AsffForm.mapper().toAsff(alert(), ORIGIN).get(0).json());
    }

    @ParameterizedTest
    @CsvSource({
        "New, ACTIVE", "active, ACTIVE", "InProgress, ACTIVE", "Dismissed, ARCHIVED", "RESOLVED, ARCHIVED"
    })
    void anAlertThatWasDismissedOrResolvedIsArchived(String status, String state) {
        assertEquals(state, map(alert().put("Status", status)).get("RecordState").asText());
    }

    @Test
    void thatAnAlertWasDismissedOrOpenedAgainIsAnUpdateAlthoughItsTimesStay() {
        JsonNode open = mapAt(alert(), ENQUEUED);
        JsonNode dismissed = mapAt(alert().put("Status", "Dismissed"), ENQUEUED.plusSeconds(60));
        JsonNode again = mapAt(alert(), ENQUEUED.plusSeconds(120));

        assertEquals(open.get("CreatedAt"), dismissed.get("CreatedAt"));
        assertEquals("2026-05-05T10:00:00.999Z", open.get("UpdatedAt").asText());
        assertEquals("2026-05-05T10:01:00.999Z", dismissed.get("UpdatedAt").asText());
        assertEquals("2026-05-05T10:02:00.999Z", again.get("UpdatedAt").asText());
        assertEquals(again, mapAt(alert(), ENQUEUED.plusSeconds(120)));
    }

    @Test
    void aSnapshotOfAnOldStateIsNoUpdate() {
        JsonNode now = map(assessment("Unhealthy"));
        ObjectNode snapshot = assessment("Unhealthy");
        snapshot.putObject("securityEventDataEnrichment").put("action", "Insert").put("isSnapshot", true);

        assertEquals(now.get("UpdatedAt"), mapAt(snapshot, ENQUEUED.plusSeconds(604_800)).get("UpdatedAt"));
    }

    @Test
    void whatNamesNoResourceIsAboutItsSubscriptionOrTenantOrItself() {
        ObjectNode subscribed = alert();
        subscribed.putObject("ExtendedProperties")
                .put("effectivesubscriptionid", "20DC354A-BA60-44FB-88F8-283B7EFD4FCF");
        ObjectNode tenant = alert();
        tenant.putArray("ResourceIdentifiers").addObject().put("Type", "AAD")
                .put("AadTenantId", "fc73dccb-2470-4842-8a87-fdb98ab0a5b6");

        assertEquals(SUBSCRIPTION, map(subscribed).at("/Resources/0/Id").asText());
        assertEquals("/tenants/fc73dccb-2470-4842-8a87-fdb98ab0a5b6", map(tenant).at("/Resources/0/Id").asText());
        assertEquals("id-1", map(alert()).at("/Resources/0/Id").asText());
        assertEquals("Other", map(alert()).at("/Resources/0/Type").asText());
    }

    @Test
    void whatTheSourceGivesNeitherResourceNorTitleIsRefusedInsteadOfInvented() throws JsonProcessingException {
        MappingException nothing = refusal("{\"AlertType\":\"T\",\"AlertDisplayName\":\"D\"}");
        MappingException nameless = refusal("{\"type\":\"Microsoft.Security/assessments\","
                + "\"properties\":{\"resourceDetails\":{\"id\":\"" + SUBSCRIPTION + "\"}}}");

        assertEquals("$.Resources", nothing.path());
        assertEquals("$.Title", nameless.path());
        assertEquals("the event holds nothing of which it could be made", nameless.reason());
    }

    @Test
    void aTitleIsTheSourcesOwnAndAMissingDescriptionRepeatsIt() {
        JsonNode typed = map(alert());
        JsonNode named = map(NODES.objectNode().put("type", "Microsoft.Security/assessments").put("name", "n-1")
                .put("id", SUBSCRIPTION + "/providers/Microsoft.Security/assessments/n-1"));

        assertEquals("T", typed.get("Title").asText());
        assertEquals("T", typed.get("Description").asText());
        assertEquals("n-1", named.get("Title").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "healthy, PASSED", "UNHEALTHY, FAILED", "notapplicable, NOT_AVAILABLE", "Skipped, NOT_AVAILABLE", "Odd, ''"
    })
    void aStateIsKnownInAnyCaseAndOneThatIsNotKnownIsNotMadeUp(String code, String status) {
        JsonNode finding = map(assessment(code));

        assertEquals(status, finding.at("/Compliance/Status").asText());
        assertEquals(code, finding.get("ProductFields").get(ProductFields.PREFIX + "status.code").asText());
        assertEquals(status.isEmpty() || status.equals("FAILED"), !finding.has("Severity"));
    }

    @Test
    void theEntityThatOthersReferToIsSaidOnceAndTheProcessKnowsItsFile() throws JsonProcessingException {
        ObjectNode event = alert();
        ArrayNode entities = event.putArray("Entities");
        entities.addObject().put("$id", "1").put("Type", "file").put("Name", "a.exe").put("Directory", "C:\\b");
        entities.addObject().put("$id", "2").put("Type", "process").put("ProcessId", "0x10")
                .putObject("ImageFile").put("$ref", "1");

        JsonNode finding = map(event);
        JsonNode kept = JSON.readTree(finding.get("ProductFields").get(ProductFields.PREFIX + "entities").asText());

        assertEquals("C:\\b\\a.exe", finding.at("/Process/Path").asText());
        assertEquals("a.exe", finding.at("/Process/Name").asText());
        assertEquals("a.exe", kept.at("/0/name").asText());
        assertEquals("{\"$ref\":\"entities[0]\"}", kept.at("/1/imageFile").toString());
    }

    @Test
    void aDeletionArchivesTheFindingLaterThanAllItsStates() {
        ObjectNode assessment = assessment("Unhealthy");
        JsonNode open = map(assessment);
        assessment.putObject("securityEventDataEnrichment").put("action", "Delete");
        JsonNode deleted = map(assessment);

        assertEquals(open.get("Id"), deleted.get("Id"));
        assertEquals("ACTIVE", open.get("RecordState").asText());
        assertEquals("ARCHIVED", deleted.get("RecordState").asText());
        assertEquals("2026-02-01T00:00:00.000Z", open.get("UpdatedAt").asText());
        assertEquals("2026-05-05T10:00:00.999Z", deleted.get("UpdatedAt").asText());
    }

    @Test
    void anIdIsTheSameInAnyCaseOfItsLetters() {
        ObjectNode upper = assessment("Healthy");
        upper.put("id", upper.get("id").asText().toUpperCase());

        assertEquals(map(assessment("Healthy")).get("Id"), map(upper).get("Id"));
    }

    @ParameterizedTest
    @CsvSource({
        "High, HIGH", "critical, CRITICAL", "MEDIUM, MEDIUM", "Low, LOW", "Informational, INFORMATIONAL"
    })
    void aSeverityIsKnownInAnyCase(String word, String label) {
        JsonNode finding = map(alert().put("Severity", word));

        assertEquals(label, finding.at("/Severity/Label").asText());
        assertEquals(label, finding.at("/FindingProviderFields/Severity/Label").asText());
        assertEquals(word, finding.at("/FindingProviderFields/Severity/Original").asText());
    }

    @Test
    void aSeverityThatIsMissingOrNotKnownIsNotMadeUp() {
        JsonNode none = map(alert());
        JsonNode odd = map(alert().put("Severity", "Severe"));

        assertFalse(none.has("Severity"));
        assertFalse(none.get("FindingProviderFields").has("Severity"));
        assertFalse(odd.has("Severity"));
        assertEquals("{\"Original\":\"Severe\"}", odd.at("/FindingProviderFields/Severity").toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Execution, CommandAndControl | TTPs/Execution;TTPs/Command and Control",
        "PrivilegeEscalation | TTPs/Privilege Escalation",
        "Lateral Movement | TTPs/Lateral Movement",
        "Exfiltration, Impact | Effects/Data Exfiltration;Effects",
        "PreAttack, Probing, Exploitation | TTPs/PreAttack;TTPs/Probing;TTPs/Exploitation",
        "Execution, execution | TTPs/Execution",
        "Unknown | Unusual Behaviors",
        "No/Such/Tactic/AtAll | Unusual Behaviors"
    })
    void tacticsAreTheTypesOfAFinding(String intent, String types) {
        JsonNode finding = map(alert().put("Intent", intent));

        assertEquals(JSON.valueToTree(List.of(types.split(";"))), finding.get("Types"));
        assertEquals(finding.get("Types"), finding.at("/FindingProviderFields/Types"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:03Z, 2026-01-01T00:00:03.000Z",
        "2026-01-01T00:00:03.1, 2026-01-01T00:00:03.100Z",
        "2026-01-01T00:00:03.1234567Z, 2026-01-01T00:00:03.123Z",
        "2026-01-01T02:00:03.9999999+02:00, 2026-01-01T00:00:03.999Z"
    })
    void aTimeIsReadWithAnyFractionAndCutToMilliseconds(String time, String expected) {
        assertEquals(expected, mapUnknownArrival(alert().put("EndTimeUtc", time)).get("UpdatedAt").asText());
        assertEquals(expected, map(alert().put("EndTimeUtc", time)).get("LastObservedAt").asText());
    }

    @Test
    void withoutAnyTimeAnEventIsRefusedAndWithItsArrivalItHasThat() {
        ObjectNode timeless = NODES.objectNode().put("SystemAlertId", "id-1").put("AlertType", "T");

        assertEquals("2026-05-05T10:00:00.999Z", map(timeless).get("CreatedAt").asText());
        MappingException failure = MAPPER.toAsff(timeless, EventOrigin.NOWHERE).get(0).failure();
        assertEquals("$.CreatedAt", failure.path());
        assertTrue(failure.reason().contains("enqueued"), failure.reason());
    }

    @Test
    void anEndBeforeTheStartIsNotSaid() {
        JsonNode finding = map(alert().put("StartTimeUtc", "2026-01-01T00:00:00Z").put("EndTimeUtc",
                "2025-01-01T00:00:00Z"));

        assertFalse(finding.has("LastObservedAt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "null", "{\"a\":1}", "{\"type\":\"Microsoft.Storage.BlobCreated\"}"})
    void whatIsNoFindingIsRefusedByItsKind(String message) throws JsonProcessingException {
        MappingException failure = MAPPER.toAsff(JSON.readTree(message), ORIGIN).get(0).failure();

        assertEquals(MappingException.NO_MAPPING, failure.mapping());
        assertTrue(failure.reason().contains("is not mapped to ASFF"), failure.reason());
    }

    @Test
    void resourcesOfOtherCloudsStandUnderTheirOwnIds() {
        ObjectNode aws = assessment("Unhealthy");
        ((ObjectNode) aws.at("/properties")).putObject("resourceDetails").put("source", "Aws")
                .put("id", SUBSCRIPTION + "/x").put("nativeResourceId", "arn:aws:ec2:us-east-1:1:instance/i-1");
        ObjectNode gcp = assessment("Unhealthy");
        ((ObjectNode) gcp.at("/properties")).putObject("resourceDetails").put("source", "Gcp")
                .put("id", SUBSCRIPTION + "/x").put("nativeResourceId", "//compute.googleapis.com/projects/p/x");

        JsonNode instance = map(aws).at("/Resources/0");
        JsonNode machine = map(gcp).at("/Resources/0");

        assertEquals("AwsEc2Instance", instance.get("Type").asText());
        assertEquals("arn:aws:ec2:us-east-1:1:instance/i-1", instance.get("Id").asText());
        assertEquals("us-east-1", instance.get("Region").asText());
        assertEquals("aws", instance.get("Partition").asText());
        assertEquals(SUBSCRIPTION + "/x", instance.at("/Details/Other/azureResourceId").asText());
        assertEquals("Other", machine.get("Type").asText());
        assertFalse(machine.has("Region") || machine.has("Partition"));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::b, eu-west-1, aws, eu-west-1", "arn:aws:s3:::b, global, aws, ''",
        "arn:aws-us-gov:ec2:us-gov-west-1:1:instance/i-1, , aws-us-gov, us-gov-west-1",
        "arn:aws:iam::1:role/r, , aws, ''", "arn:aws-odd:ec2:westeurope:1:instance/i-1, westeurope, '', ''"
    })
    void partitionAndRegionAreThoseOfAwsOrAbsent(String arn, String region, String partition, String expected) {
        ObjectNode event = assessment("Unhealthy");
        ((ObjectNode) event.at("/properties")).putObject("resourceDetails").put("source", "Aws")
                .put("id", SUBSCRIPTION + "/x").put("nativeResourceId", arn).put("region", region);

        JsonNode resource = map(event).at("/Resources/0");

        assertEquals(arn, resource.get("Id").asText());
        assertEquals(partition, resource.path("Partition").asText());
        assertEquals(expected, resource.path("Region").asText());
    }

    @Test
    void aScoreWithoutPointsToHaveIsNotAvailableAndFewerPointsAreMoreSevere() throws JsonProcessingException {
        assertEquals("NOT_AVAILABLE/INFORMATIONAL", score("0", "0"));
        assertEquals("PASSED/INFORMATIONAL", score("10", "10"));
        assertEquals("WARNING/INFORMATIONAL", score("8", "10"));
        assertEquals("WARNING/LOW", score("6", "10"));
        assertEquals("WARNING/MEDIUM", score("4", "10"));
        assertEquals("WARNING/HIGH", score("0", "10"));
        assertEquals("/", score("null", "10"));
    }

    @Test
    void textsAreCutBetweenCodePointsWithAMarkAndStayWhole() {
        String face = "\uD83D\uDE00";
        JsonNode finding = map(alert().put("AlertDisplayName", "x" + face.repeat(300))
                .put("Description", face.repeat(2000)));

        assertEquals("x" + face.repeat(127) + "\u2026", finding.get("Title").asText());
        assertEquals(face.repeat(511) + "\u2026", finding.get("Description").asText());
        JsonNode fields = finding.get("ProductFields");
        assertEquals("x" + face.repeat(300), fields.get(ProductFields.PREFIX + "title").asText());
        assertEquals(
                face.repeat(2000),
                fields.get(ProductFields.PREFIX + "description").asText()
                        + fields.get(ProductFields.PREFIX + "description (2)").asText());
        assertFalse(fields.has(ProductFields.CUT));
    }

    @Test
    void quotesBackslashesHtmlAndLoneSurrogatesArrive() {
        JsonNode finding = map(alert().put("Description", "<p>\"C:\\Temp\"</p>a &lt; b \uD800"));

        assertEquals("\"C:\\Temp\"\na < b \uFFFD", finding.get("Description").asText());
    }

    @Test
    void anEventOfAMegabyteIsCutAndSaysWhereAndByHowMuch() {
        ObjectNode event = alert();
        event.putObject("ExtendedProperties").put("small", "kept").put("huge", "\uD83D\uDE00".repeat(250_000));

        JsonNode fields = map(event).get("ProductFields");

        assertEquals("kept", fields.get(ProductFields.PREFIX + "extendedProperties.small").asText());
        assertTrue(fields.get(ProductFields.CUT).asText().startsWith("extendedProperties.huge: 4"),
                fields.get(ProductFields.CUT)::asText);
    }

    @Test
    void tenThousandEntitiesAreCutAndCounted() {
        ObjectNode event = alert();
        ArrayNode entities = event.putArray("Entities");
        for (int i = 0; i < 10_000; i++) {
            entities.addObject().put("$id", "" + i).put("Type", "malware").put("Name", "worm-" + i);
            entities.addObject().put("$ref", "" + i);
        }

        JsonNode finding = map(event);

        assertEquals(5, finding.get("Malware").size());
        String cut = finding.get("ProductFields").get(ProductFields.CUT).asText();
        assertTrue(cut.contains("entities.rest: ") && cut.contains("Malware: "), cut);
    }

    @Test
    void aHundredResourcesAreCutToThirtyTwo() {
        ObjectNode event = alert();
        ArrayNode identifiers = event.putArray("ResourceIdentifiers");
        for (int i = 0; i < 100; i++) {
            identifiers.addObject().put("Type", "AzureResource").put("AzureResourceId", SUBSCRIPTION + "/x/" + i);
        }

        JsonNode finding = map(event);

        assertEquals(32, finding.get("Resources").size());
        assertTrue(finding.get("ProductFields").get(ProductFields.CUT).asText().contains("Resources: 68 elements"));
    }

    @Test
    void aFindingOfMoreThan240KilobytesLosesItsLastVulnerabilitiesAndSaysHowMany() {
        ObjectNode event = NODES.objectNode().put("type", "Microsoft.Security/assessments/subAssessments")
                .put("id", SUBSCRIPTION + "/providers/Microsoft.Security/assessments/a/subAssessments/b");
        ObjectNode data = event.putObject("properties").put("id", "1").put("displayName", "\u20AC".repeat(9_000))
                .putObject("additionalData");
        ArrayNode cves = data.putArray("cve");
        for (int i = 0; i < 3_000; i++) {
            cves.addObject().put("title", "CVE-2099-" + (10_000 + i)).put("link", "https://cve.contoso.example/" + i);
        }
        ArrayNode references = data.putArray("vendorReferences");
        for (int i = 0; i < 50; i++) {
            references.addObject().put("link", "https://vendor.contoso.example/" + "r".repeat(100) + i);
        }

        JsonNode finding = map(event);

        int kept = finding.get("Vulnerabilities").size();
        String cut = finding.get("ProductFields").get(ProductFields.CUT).asText();
        assertTrue(kept > 1 && kept < 1_000, "kept " + kept);
        assertTrue(cut.contains("Vulnerabilities: 2000 elements"), cut);
        assertTrue(cut.contains("Vulnerabilities: " + (1_000 - kept) + " elements"), cut);
    }

    @Test
    void anIdThatIsTooLongBecomesItsHash() {
        String id = map(alert().put("SystemAlertId", "i".repeat(600))).get("Id").asText();

        assertTrue(id.matches("microsoft-defender-for-cloud/sha256:[0-9a-f]{64}"), id);
        assertNotEquals(id, map(alert().put("SystemAlertId", "i".repeat(601))).get("Id").asText());
    }

    @Test
    void keysOfTheCustomerThatLookReservedAreNot() {
        ObjectNode event = alert();
        event.putObject("ExtendedProperties").put("aws/securityhub/x", "y").put("cut", "z").put("", "v");
        event.put("aws/other", "w").put("cut", "u");

        JsonNode fields = map(event).get("ProductFields");

        fields.fieldNames().forEachRemaining(name -> assertTrue(name.startsWith(ProductFields.PREFIX), name));
        assertFalse(fields.has(ProductFields.CUT));
        assertEquals("y", fields.get(ProductFields.PREFIX + "extendedProperties.aws/securityhub/x").asText());
        assertEquals("u", fields.get(ProductFields.PREFIX + "unmapped.cut").asText());
    }

    @Test
    void theProductIsThatOfTheImportingAccountInItsPartition() {
        AsffMapper china = new AsffMapper("210987654321", "cn-north-1", "aws-cn", null);

        assertEquals(
                "arn:aws-cn:securityhub:cn-north-1:210987654321:product/210987654321/default",
                china.toAsff(alert(), ORIGIN).get(0).document().get("ProductArn").asText());
    }

    @Test
    void whatIsNoAccountRegionOrPartitionIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new AsffMapper("12345678901", "eu-west-1", "aws", null));
        assertThrows(IllegalArgumentException.class, () -> new AsffMapper(null, "eu-west-1", "aws", null));
        assertThrows(IllegalArgumentException.class, () -> new AsffMapper(AsffForm.ACCOUNT, "Ireland", "aws", null));
        assertThrows(IllegalArgumentException.class, () -> new AsffMapper(AsffForm.ACCOUNT, "eu-west-1", "az", null));
    }

    @Test
    void aFieldThatIsTheCustomersIsRefusedWithItsPath(@TempDir Path overrides) throws IOException {
        Files.createDirectories(overrides.resolve("asff"));
        Files.writeString(overrides.resolve("asff/alert.jslt"), "{\"Workflow\": {\"Status\": \"RESOLVED\"}}");

        MappingException failure = new AsffMapper(AsffForm.ACCOUNT, "eu-west-1", "aws", overrides)
                .toAsff(alert(), ORIGIN).get(0).failure();

        assertEquals("$.Workflow", failure.path());
    }

    private static String score(String current, String max) throws JsonProcessingException {
        JsonNode finding = map(JSON.readTree("{\"id\":\"" + SUBSCRIPTION
                + "/providers/Microsoft.Security/secureScores/ascScore\",\"properties\":{\"displayName\":\"Score\","
                + "\"score\":{\"current\":" + current + ",\"max\":" + max + "}}}"));
        return finding.at("/Compliance/Status").asText() + "/" + finding.at("/Severity/Label").asText();
    }

    private static ObjectNode alert() {
        return NODES.objectNode().put("SystemAlertId", "id-1").put("AlertType", "T").put("Status", "New")
                .put("TimeGenerated", "2026-01-01T00:00:01.5Z").put("ProcessingEndTime", "2026-01-01T00:00:02Z");
    }

    private static ObjectNode assessment(String code) {
        ObjectNode event = NODES.objectNode().put("type", "Microsoft.Security/assessments").put("id", SUBSCRIPTION
                + "/providers/Microsoft.Security/assessments/20d1737e-622f-4a64-b391-5a0e7d000000");
        event.putObject("properties").put("displayName", "A").putObject("status").put("code", code)
                .put("statusChangeDate", "2026-02-01T00:00:00Z").put("firstEvaluationDate", "2026-01-01T00:00:00Z");
        return event;
    }

    private static MappingException refusal(String event) throws JsonProcessingException {
        return MAPPER.toAsff(JSON.readTree(event), ORIGIN).get(0).failure();
    }

    private static JsonNode map(JsonNode event) {
        return mapAt(event, ENQUEUED);
    }

    private static JsonNode mapUnknownArrival(JsonNode event) {
        return mapAt(event, null);
    }

    private static JsonNode mapAt(JsonNode event, Instant enqueued) {
        MappedEvent mapped = MAPPER.toAsff(event, new EventOrigin("hub", "0", 7L, enqueued, 0)).get(0);
        assertFalse(mapped.failed(), () -> mapped.failure().getMessage());
        assertEquals(List.of(), AsffForm.faults(mapped.json()));
        return mapped.document();
    }
}
