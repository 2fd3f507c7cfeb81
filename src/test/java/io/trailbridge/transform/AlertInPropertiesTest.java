package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An alert in the form of an Azure resource, of which the resource itself has a name as well. */
class AlertInPropertiesTest {
    private static final String MACHINE = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/rg/"
            + "providers/Microsoft.Compute/virtualMachines/shop";
    private static final String EVENT = """
            {"type":"microsoft.security/locations/alerts","id":"/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/\
            providers/Microsoft.Security/locations/w/alerts/2518_i","name":"2518_i","DisplayName":"Suspicious",
             "StartTime":"outer","Properties":{"AlertDisplayName":"Suspicious sign-in","AlertType":"t",
             "SystemAlertId":"2518_i","Severity":"High","Status":"Dismissed","TimeGenerated":"2026-05-03T10:00:00Z",
             "ResourceIdentifiers":[{"Type":"AzureResource","AzureResourceId":"%s"}]}}""".formatted(MACHINE);

    @ParameterizedTest
    @ValueSource(strings = {"Properties", "properties", "PROPERTIES"})
    void theNameOfTheResourceDoesNotHideTheAlertInCloudTrail(String name) {
        JsonNode document = Formats.CLOUDTRAIL.only(Formats.read(EVENT.replace("Properties", name)));
        JsonNode more = document.get("additionalEventData");

        assertEquals("t", document.get("eventName").textValue());
        assertEquals("High", more.get("severity").textValue());
        assertEquals("Dismissed", more.get("status").textValue());
        assertEquals(MACHINE, more.at("/resources/0/id").textValue());
        assertEquals("Suspicious sign-in", more.get("title").textValue());
        assertEquals("Suspicious", more.at("/unmapped/displayName").textValue());
        assertEquals("outer", more.at("/unmapped/StartTime").textValue());
    }

    @Test
    void theNameOfTheResourceDoesNotHideTheAlertInOcsf() {
        JsonNode finding = Formats.OCSF_1_7.only(Formats.read(EVENT));

        assertEquals(4, finding.get("severity_id").intValue());
        assertEquals(3, finding.get("status_id").intValue());
        assertEquals("2518_i", finding.at("/finding_info/uid").textValue());
        assertEquals("Suspicious sign-in", finding.at("/finding_info/title").textValue());
        assertEquals(MACHINE, finding.at("/resources/0/uid").textValue());
        assertEquals("Suspicious", finding.at("/unmapped/displayName").textValue(), finding::toString);
    }
}
