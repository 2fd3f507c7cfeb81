package io.trailbridge.transform.asff;

import static io.trailbridge.transform.asff.SmallEvents.alert;
import static io.trailbridge.transform.asff.SmallEvents.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What ProductFields keep, and how. */
class ProductFieldsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theEntityThatOthersReferToIsSaidOnceAndTheProcessKnowsItsFile() throws JsonProcessingException {
        ObjectNode event = alert();
        ArrayNode entities = event.putArray("Entities");
        entities.addObject()
                .put("$id", "1")
                .put("Type", "file")
                .put("Name", "a.exe")
                .put("Directory", "C:\\b");
        entities.addObject()
                .put("$id", "2")
                .put("Type", "process")
                .put("ProcessId", "0x10")
                .putObject("ImageFile")
                .put("$ref", "1");

        JsonNode finding = map(event);
        JsonNode kept = JSON.readTree(finding.get("ProductFields")
                .get(ProductFields.PREFIX + "entities")
                .asText());

        assertEquals("C:\\b\\a.exe", finding.at("/Process/Path").asText());
        assertEquals("a.exe", finding.at("/Process/Name").asText());
        assertEquals("a.exe", kept.at("/0/name").asText());
        assertEquals("{\"$ref\":\"entities[0]\"}", kept.at("/1/imageFile").toString());
    }

    @Test
    void aListOfShortNumbersThatIsLongerAsWordsThanAsJsonIsDividedAndKeptWhole() {
        ObjectNode event = alert();
        ArrayNode numbers = event.putObject("ExtendedProperties").putArray("numbers");
        for (int i = 0; i < 900; i++) {
            numbers.add(i % 10);
        }

        JsonNode finding = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> map(event));
        StringBuilder kept = new StringBuilder();
        finding.get("ProductFields")
                .properties()
                .forEach(field -> kept.append(
                        field.getKey().contains("numbers")
                                ? field.getValue().asText().replaceAll("\\D", "")
                                : ""));
        assertEquals("0123456789".repeat(90), kept.toString());
    }

    @Test
    void quotesBackslashesHtmlAndLoneSurrogatesArrive() {
        JsonNode finding = map(alert().put("Description", "<p>\"C:\\Temp\"</p>a &lt; b \uD800"));

        assertEquals("\"C:\\Temp\"\na < b \uFFFD", finding.get("Description").asText());
    }

    @Test
    void theTimesOfAnAlertTakeNoKeysFromThePropertiesOfTheCustomer() {
        ObjectNode event = alert();
        ObjectNode bag = event.putObject("ExtendedProperties");
        for (int i = 0; i < 60; i++) {
            bag.put("p" + i, "v");
        }
        long few = keysOf(map(event), "extendedProperties");
        event.put("StartTimeUtc", "2026-01-01T00:00:00Z")
                .put("EndTimeUtc", "2026-01-01T00:00:01Z")
                .put("DetectedTimeUtc", "2026-01-01T00:00:01Z");

        JsonNode finding = map(event);

        assertEquals(few, keysOf(finding, "extendedProperties"));
        assertEquals(1, keysOf(finding, "times"));
        assertEquals(2, keysOf(map(alert()), "times"));
    }

    private static long keysOf(JsonNode finding, String field) {
        return finding.get("ProductFields").properties().stream()
                .filter(entry -> entry.getKey().startsWith(ProductFields.PREFIX + field))
                .count();
    }

    @Test
    void keysOfTheCustomerThatLookReservedAreNot() {
        ObjectNode event = alert();
        event.putObject("ExtendedProperties")
                .put("aws/securityhub/x", "y")
                .put("cut", "z")
                .put("", "v");
        event.put("aws/other", "w").put("cut", "u");

        JsonNode fields = map(event).get("ProductFields");

        fields.fieldNames().forEachRemaining(name -> assertTrue(name.startsWith(ProductFields.PREFIX), name));
        assertFalse(fields.has(ProductFields.CUT));
        assertEquals(
                "y",
                fields.get(ProductFields.PREFIX + "extendedProperties.aws/securityhub/x")
                        .asText());
        assertEquals("u", fields.get(ProductFields.PREFIX + "unmapped.cut").asText());
    }
}
