package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts as the rows of a workspace's table SecurityAlert have them. */
class WorkspaceRowTest {
    private static final String MACHINE = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/rg/"
            + "providers/Microsoft.Compute/virtualMachines/shop";
    private static final String ROW = """
            {"TenantId":"8cb5e006-e691-4653-8b7a-b17e1c8cd5df","TimeGenerated":"2026-05-03T10:00:00.1Z",
             "DisplayName":"Suspicious sign-in","AlertName":"Suspicious sign-in","AlertSeverity":"High",
             "Description":"d","ProviderName":"Azure Security Center","VendorName":"Microsoft",
             "VendorOriginalId":"37e0b6c9","SystemAlertId":"a-1","ResourceId":"%s","AlertType":"VM_SuspiciousLogon",
             "StartTime":"2026-05-03T09:00:00Z","EndTime":"2026-05-03T09:30:00Z",
             "ProcessingEndTime":"2026-05-03T10:00:01Z","RemediationSteps":"[\\"Look.\\"]","Status":"New",
             "ExtendedLinks":"[{\\"Href\\":\\"https://example.com/help\\",\\"Label\\":\\"l\\"}]",
             "AlertLink":"https://portal.azure.com/#blade/a-1","Tactics":"Persistence, Exfiltration",
             "Techniques":"[\\"T1078\\"]","Type":"SecurityAlert",
             "Entities":"[{\\"$id\\":\\"1\\",\\"Type\\":\\"ip\\",\\"Address\\":\\"198.51.100.7\\"}]",
             "ExtendedProperties":"{\\"StartTime\\":\\"own\\"}"}
            """.formatted(MACHINE);

    @ParameterizedTest
    @CsvSource({
        "AlertSeverity, Severity",
        "StartTime, StartTimeUtc",
        "EndTime, EndTimeUtc",
        "AlertLink, AlertUri",
        "DisplayName, AlertDisplayName",
        "ProviderName, ProductName"
    })
    void aNameOfARowIsReadAsItsCounterpart(String row, String other) {
        String renamed = ROW.replaceFirst("\"" + row + "\"", "\"" + other + "\"");

        for (Formats format : Formats.values()) {
            assertEquals(
                    withoutPayload(format.only(Formats.read(renamed))), withoutPayload(format.only(Formats.read(ROW))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Severity", "SEVERITY"})
    void aNameOfARowNeverTakesThePlaceOfItsCounterpart(String name) {
        JsonNode event = Formats.read(ROW.replace("\"AlertSeverity\"", "\"" + name + "\":\"Low\",\"AlertSeverity\""));

        JsonNode document = Formats.CLOUDTRAIL.only(event);

        assertEquals("Low", document.at("/additionalEventData/severity").textValue());
        assertEquals(
                "High",
                document.at("/additionalEventData/unmapped/AlertSeverity").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AlertDisplayName", "alertDisplayName", "ALERTDISPLAYNAME"})
    void aNameOfARowTakesThePlaceOfAPlaceholder(String name) {
        for (String word : new String[] {"None", " unknown ", "", "N/A"}) {
            String own = "\"" + name + "\":\"" + word + "\",";
            JsonNode earlier = Formats.read(ROW.replace("\"DisplayName", own + "\"DisplayName"));
            JsonNode later = Formats.read(ROW.replace("\"AlertSeverity", own + "\"AlertSeverity"));
            JsonNode document = Formats.CLOUDTRAIL.only(earlier);

            assertEquals(
                    "Suspicious sign-in",
                    document.at("/additionalEventData/title").textValue());
            assertEquals(document, Formats.CLOUDTRAIL.only(later));
            assertEquals(
                    "Suspicious sign-in",
                    Formats.OCSF_1_7.only(earlier).at("/finding_info/title").textValue());
        }
    }

    @Test
    void aRowIsReadInCloudTrail() {
        JsonNode document = Formats.CLOUDTRAIL.only(Formats.read(ROW));
        JsonNode more = document.get("additionalEventData");

        assertEquals("VM_SuspiciousLogon", document.get("eventName").textValue());
        assertEquals("2026-05-03T10:00:00Z", document.get("eventTime").textValue());
        assertEquals("198.51.100.7", document.get("sourceIPAddress").textValue());
        assertEquals("Suspicious sign-in", more.get("title").textValue());
        assertEquals("High", more.get("severity").textValue());
        assertEquals("[\"Look.\"]", more.get("remediation").toString());
        assertEquals("https://example.com/help", more.at("/links/0/href").textValue());
        assertEquals(
                "https://portal.azure.com/#blade/a-1", more.get("sourceUrl").textValue());
        assertEquals(
                "{\"tactics\":[\"Persistence\",\"Exfiltration\"],\"techniques\":[\"T1078\"]}",
                more.get("attacks").toString());
        assertEquals(
                "{\"name\":\"Azure Security Center\",\"vendor\":\"Microsoft\"}",
                more.get("product").toString());
        assertEquals(
                "{\"generated\":\"2026-05-03T10:00:00.1Z\",\"start\":\"2026-05-03T09:00:00Z\","
                        + "\"end\":\"2026-05-03T09:30:00Z\",\"processingEnd\":\"2026-05-03T10:00:01Z\"}",
                more.get("times").toString());
        assertEquals("{\"StartTime\":\"own\"}", more.get("extendedProperties").toString());
    }

    @Test
    void aRowNamesItsResourceAndNotItsWorkspaceAsTheTenant() {
        JsonNode document = Formats.CLOUDTRAIL.only(Formats.read(ROW));

        assertEquals(
                "[{\"id\":\"" + MACHINE + "\"}]",
                document.at("/additionalEventData/resources").toString());
        assertEquals(
                "{\"subscriptionId\":\"20dc354a-ba60-44fb-88f8-283b7efd4fcf\"}",
                document.at("/userIdentity/details").toString());
        assertEquals(
                "8cb5e006-e691-4653-8b7a-b17e1c8cd5df",
                document.at("/additionalEventData/unmapped/tenantId").textValue());
    }

    @Test
    void namesWithinAnAlertAreNotThoseOfRows() {
        JsonNode document = Formats.CLOUDTRAIL.only(Formats.read("{\"SystemAlertId\":\"a\",\"AlertType\":\"T\","
                + "\"Own\":{\"StartTime\":\"x\",\"AlertLink\":\"y\"}}"));

        assertEquals(
                "{\"StartTime\":\"x\",\"AlertLink\":\"y\"}",
                document.at("/additionalEventData/unmapped/Own").toString());
    }

    /** The id of a payload, and its time of reading, are those of its bytes. */
    private static JsonNode withoutPayload(JsonNode document) {
        if (document.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("uid");
            metadata.remove("processed_time");
        }
        return document;
    }
}
