package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What the older version has no attribute for, and what of it is worth keeping. */
class NewerAttributesTest {
    private static final String VM = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/rg/providers/"
            + "Microsoft.Compute/virtualMachines/vm";

    private static JsonNode older(String event) {
        return PostureSamples.finding(OcsfMapper.OLDER_VERSION, event);
    }

    @Test
    void theRoleOfAResourceThatIsNotTheAffectedOneIsKept() {
        JsonNode finding = older("{'SystemAlertId':'a-1','AlertType':'VM_Test','TimeGenerated':'2026-03-02T07:21:30Z',"
                + "'AzureResourceId':'" + VM + "','Entities':[{'Type':'azure-resource','ResourceId':'" + VM + "2'}]}");

        assertEquals(2, finding.get("resources").size());
        assertFalse(finding.at("/resources/1").has("role_id"));
        JsonNode newer = finding.at("/unmapped/newerAttributes");
        assertFalse(newer.has("resources[0].role_id"));
        assertEquals(4, newer.path("resources[1].role_id").intValue());
    }

    @Test
    void theRoleOfAnAffectedResourceNeedsNoWords() {
        JsonNode finding = older("{'SystemAlertId':'a-1','AlertType':'VM_Test','TimeGenerated':'2026-03-02T07:21:30Z',"
                + "'AzureResourceId':'" + VM + "'}");

        assertFalse(finding.at("/unmapped/newerAttributes").has("resources[0].role_id"));
    }

    @Test
    void thatADetectionIsNoAlertIsKept() {
        JsonNode finding = older("{'id':'/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/"
                + "Microsoft.Security/attackPaths/p','type':'Microsoft.Security/attackPaths','properties':{}}");

        assertFalse(finding.has("is_alert"));
        assertFalse(finding.at("/unmapped/newerAttributes/is_alert").booleanValue());
        assertTrue(finding.at("/unmapped/newerAttributes").has("is_alert"));
    }
}
