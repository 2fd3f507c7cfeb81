package io.trailbridge.transform.asff;

import static io.trailbridge.transform.asff.SmallEvents.ORIGIN;
import static io.trailbridge.transform.asff.SmallEvents.SUBSCRIPTION;
import static io.trailbridge.transform.asff.SmallEvents.alert;
import static io.trailbridge.transform.asff.SmallEvents.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is too much for Security Hub is cut, marked and counted. */
class CutFindingsTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Test
    void textsAreCutBetweenCodePointsWithAMarkAndStayWhole() {
        String face = "\uD83D\uDE00";
        JsonNode finding =
                map(alert().put("AlertDisplayName", "x" + face.repeat(300)).put("Description", face.repeat(2000)));

        assertEquals("x" + face.repeat(127) + "\u2026", finding.get("Title").asText());
        assertEquals(face.repeat(511) + "\u2026", finding.get("Description").asText());
        JsonNode fields = finding.get("ProductFields");
        assertEquals(
                "x" + face.repeat(300),
                fields.get(ProductFields.PREFIX + "title").asText());
        assertEquals(
                face.repeat(2000),
                fields.get(ProductFields.PREFIX + "description").asText()
                        + fields.get(ProductFields.PREFIX + "description (2)").asText());
        assertFalse(fields.has(ProductFields.CUT));
    }

    @Test
    void anEventOfAMegabyteIsCutAndSaysWhereAndByHowMuch() {
        ObjectNode event = alert();
        event.putObject("ExtendedProperties").put("small", "kept").put("huge", "\uD83D\uDE00".repeat(250_000));

        JsonNode fields = map(event).get("ProductFields");

        assertEquals(
                "kept",
                fields.get(ProductFields.PREFIX + "extendedProperties.small").asText());
        assertTrue(
                fields.get(ProductFields.CUT).asText().startsWith("extendedProperties.huge: 4"),
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
        ObjectNode event = NODES.objectNode()
                .put("type", "Microsoft.Security/assessments/subAssessments")
                .put("id", SUBSCRIPTION + "/providers/Microsoft.Security/assessments/a/subAssessments/b");
        ObjectNode data = event.putObject("properties")
                .put("id", "1")
                .put("displayName", "\u20AC".repeat(9_000))
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
    void whatIsCutOfAConstantOfTheUsersMappingIsNotCutInTheMapping(@TempDir Path overrides) throws IOException {
        String fields =
                IntStream.range(0, 60).mapToObj(n -> "\"k" + n + "\": \"v\"").collect(Collectors.joining(","));
        Files.createDirectories(overrides.resolve("asff"));
        Files.writeString(
                overrides.resolve("asff/alert.jslt"),
                "{\"SchemaVersion\": \"2018-10-08\", \"Id\": \"i\","
                        + "\"ProductArn\": \"arn:aws:securityhub:eu-west-1:123456789012:product/123456789012/default\","
                        + "\"GeneratorId\": \"g\", \"AwsAccountId\": \"123456789012\", \"Title\": \"t\","
                        + "\"Description\": \"d\","
                        + "\"CreatedAt\": \"2026-01-01T00:00:00.000Z\", \"UpdatedAt\": \"2026-01-01T00:00:00.000Z\","
                        + "\"Resources\": [{\"Type\": \"Other\", \"Id\": \"r\"}], \"ProductFields\": {" + fields
                        + "}}");
        AsffMapper mapper = new AsffMapper(AsffForm.ACCOUNT, "eu-west-1", "aws", overrides);

        String first = mapper.toAsff(alert(), ORIGIN).get(0).json();

        assertTrue(first.contains("ProductFields: 10 fields"), first);
        assertEquals(first, mapper.toAsff(alert(), ORIGIN).get(0).json());
    }
}
