package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.transform.cloudtrail.CloudTrailMapper;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingsTest {
    private static final String ALERT =
            "{\"SystemAlertId\":\"a\",\"AlertType\":\"T\",\"TimeGenerated\":\"2026-01-01T00:00:00Z\"}";

    @TempDir
    Path overrides;

    @BeforeEach
    void makeTheTargetsFolder() throws IOException {
        Files.createDirectories(overrides.resolve("cloudtrail"));
    }

    @Test
    void aFileOfTheUserTakesThePlaceOfOursOfThatName() throws IOException {
        Files.writeString(overrides.resolve("cloudtrail/alert.jslt"), """
                import "common.jslt" as common
                {
                  "version": "9", "userIdentity": common:identity(null, null, "me"), "eventSource": "x.example",
                  "eventName": "Mine", "eventTime": utc-time(.timeGenerated), "UID": "u",
                  "recipientAccountId": $account
                }
                """);

        MappedEvent mapped = map(ALERT);

        assertEquals(
                "{\"version\":\"9\",\"userIdentity\":{\"type\":\"AzureService\",\"principalId\":\"me\"},"
                        + "\"eventSource\":\"x.example\",\"eventName\":\"Mine\",\"eventTime\":\"2026-01-01T00:00:00Z\","
                        + "\"UID\":\"u\",\"recipientAccountId\":\"123456789012\"}",
                mapped.json());
        assertEquals(
                "SecureScoreUpdated",
                map("{\"type\":\"Microsoft.Security/secureScores\"," + "\"timeGenerated\":\"2026-01-01T00:00:00Z\"}")
                        .document()
                        .get("eventName")
                        .asText());
    }

    @Test
    void aModuleOfTheUserServesOurMappings() throws IOException {
        String common;
        try (var ours = MappingsTest.class.getResourceAsStream("/mappings/cloudtrail/common.jslt")) {
            common = new String(ours.readAllBytes(), StandardCharsets.UTF_8);
        }
        Files.writeString(
                overrides.resolve("cloudtrail/common.jslt"),
                common.replace("defender-event-source()", "\"siem.contoso.example\""));

        assertEquals(
                "siem.contoso.example", map(ALERT).document().get("eventSource").asText());
    }

    @Test
    void aBrokenFileIsNamedWithLineAndColumn() throws IOException {
        Path file = overrides.resolve("cloudtrail/assessment.jslt");
        Files.writeString(file, "{\n  \"version\": nope(.)\n}\n");

        String message =
                assertThrows(IllegalArgumentException.class, () -> map(ALERT)).getMessage();

        assertTrue(message.contains(file + ":2:"), message);
        assertTrue(message.contains("nope"), message);
    }

    @Test
    void aBrokenModuleIsNamedAsWell() throws IOException {
        Files.writeString(overrides.resolve("cloudtrail/common.jslt"), "def event-source()\n  (\n");

        String message =
                assertThrows(IllegalArgumentException.class, () -> map(ALERT)).getMessage();

        assertTrue(message.contains("common.jslt"), message);
    }

    @Test
    void aFolderThatIsNotThereIsRefused() {
        Path nowhere = overrides.resolve("nowhere");

        String message = assertThrows(
                        IllegalArgumentException.class, () -> new Mappings("cloudtrail", nowhere, List.of()))
                .getMessage();

        assertTrue(message.contains(nowhere.toString()), message);
    }

    @Test
    void aMappingThatFailsOnAnEventSaysWhereButNotOnWhat() throws IOException {
        Files.writeString(overrides.resolve("cloudtrail/alert.jslt"), "{\n  \"a\": [for (.alertType) .]\n}");

        MappingException failure =
                map(ALERT.replace("\"T\"", "\"secret text\"")).failure();

        assertEquals("cloudtrail/alert.jslt", failure.mapping());
        assertTrue(failure.getMessage().contains("alert.jslt:2:"), failure.getMessage());
        assertTrue(!failure.getMessage().contains("secret text") && failure.getCause() == null, failure.getMessage());
    }

    @Test
    void aMappingThatCallsErrorSaysWhereButNotOnWhat() throws IOException {
        Files.writeString(overrides.resolve("cloudtrail/alert.jslt"), """
                import "own.jslt" as own
                // error("not here")
                let text = "nor \\"error(here)"
                if (.alertType == "other") error("other") else own:refuse(.)
                """);
        Files.writeString(overrides.resolve("cloudtrail/own.jslt"), """
                def refuse(event)
                  error($event.alertType)
                """);

        String message =
                map(ALERT.replace("\"T\"", "\"secret text\"")).failure().getMessage();

        assertTrue(message.contains("alert.jslt:4:28 or "), message);
        assertTrue(message.endsWith("own.jslt:2:3"), message);
        assertTrue(!message.contains("secret text"), message);
    }

    @Test
    void aMappingThatMakesWhatCloudTrailRefusesIsRefusedHere() throws IOException {
        Map<String, String> faults = Map.of(
                "\"eventName\": \" \"", "$.eventName",
                "\"eventTime\": \"yesterday\"", "$.eventTime",
                "\"sourceIPAddress\": \"host\"", "$.sourceIPAddress",
                "\"recipientAccountId\": \"210987654321\"", "$.recipientAccountId",
                "\"userIdentity\": \"me\"", "$.userIdentity",
                "\"userIdentity\": {\"type\": \"t\"}", "$.userIdentity.principalId",
                "\"userIdentity\": {\"type\": \"t\", \"principalId\": \"p\", \"x\": 1}", "$.userIdentity.x",
                "\"additionalEventData\": \"text\"", "$.additionalEventData",
                "\"severity\": \"High\"", "$.severity",
                "\"UID\": 7", "$.UID");
        for (Map.Entry<String, String> fault : faults.entrySet()) {
            String good = """
                    {"version": "1", "userIdentity": {"type": "t", "principalId": "p"}, "eventSource": "s",
                     "eventName": "n", "eventTime": "2026-01-01T00:00:00Z", "UID": "u", "recipientAccountId": $account}
                    """;
            Files.writeString(overrides.resolve("cloudtrail/alert.jslt"), "{" + fault.getKey() + "} + " + good);

            assertEquals(fault.getValue(), map(ALERT).failure().path(), fault.getKey());
        }
    }

    @Test
    void aKindWithoutAFileHasNoForm() {
        Mappings mappings = new Mappings("no-such-target", null, List.of());

        MappingException failure = assertThrows(
                MappingException.class,
                () -> mappings.apply(EventKind.UNRECOGNISED, Map.of(), new ObjectMapper().createObjectNode()));

        assertEquals(
                "kind=unrecognised mapping=none path=$: the kind unrecognised is not mapped to NO-SUCH-TARGET:"
                        + " to map it, put a file no-such-target/unrecognised.jslt into the folder of your own mappings",
                failure.getMessage());
    }

    @Test
    void aFileForAKindThatHadNoneMapsIt() throws IOException {
        Files.createDirectories(overrides.resolve("ocsf"));
        Files.writeString(overrides.resolve("ocsf/unrecognised.jslt"), """
                {
                  "class_uid": 2004, "category_uid": 2, "activity_id": 1, "type_uid": 200401, "severity_id": 0,
                  "time": 1, "metadata": {"version": $version, "product": {"name": "p"}}, "finding_info": {"uid": .name}
                }
                """);

        MappedEvent mapped = new OcsfMapper(OcsfMapper.VERSION, false, overrides)
                .toOcsf(new ObjectMapper().readTree("{\"name\":\"unheard of\"}"), EventOrigin.NOWHERE)
                .get(0);

        assertEquals("unheard of", mapped.document().at("/finding_info/uid").textValue());
    }

    private MappedEvent map(String event) throws JsonProcessingException {
        return new CloudTrailMapper("123456789012", overrides)
                .toCloudTrail(new ObjectMapper().readTree(event), EventOrigin.NOWHERE)
                .get(0);
    }
}
