package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which resources an alert concerns, and whose they are. */
class AlertOwnersTest {
    private static final String SUBSCRIPTION = "20dc354a-ba60-44fb-88f8-283b7efd4fcf";
    private static final String VM =
            "/subscriptions/" + SUBSCRIPTION + "/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm";

    private static JsonNode alert(String fields) {
        PostureSamples.finding(OcsfMapper.OLDER_VERSION, text(fields));
        return PostureSamples.finding(OcsfMapper.VERSION, text(fields));
    }

    private static String text(String fields) {
        return "{'SystemAlertId':'a-1','AlertType':'VM_Test','TimeGenerated':'2026-03-02T07:21:30Z'," + fields + "}";
    }

    @Test
    void whatASecondIdentifierOfAResourceSaysIsKept() {
        JsonNode finding = alert("'ResourceIdentifiers':[{'AzureResourceId':'" + VM + "'},{'AzureResourceId':'"
                + VM.toLowerCase() + "','Extra':'zz'}]");

        assertEquals(1, finding.get("resources").size());
        assertEquals(1, finding.at("/unmapped/resourceIdentifiers").size());
        assertEquals("zz", finding.at("/unmapped/resourceIdentifiers/0/Extra").textValue());
    }

    @Test
    void anIdentifierThatIsRepeatedIsKeptOnce() {
        String identifier = "{'AzureResourceId':'" + VM + "','Extra':'zz'}";
        JsonNode finding = alert("'ResourceIdentifiers':[" + identifier + "," + identifier + "]");

        assertEquals("zz", finding.at("/resources/0/data/Extra").textValue());
        assertTrue(finding.at("/unmapped/resourceIdentifiers").isMissingNode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AzureResourceSubscriptionId", "WorkspaceSubscriptionId"})
    void aSubscriptionBesideTheResourceIsTheAccount(String field) {
        JsonNode finding = alert("'" + field + "':'" + SUBSCRIPTION + "'");

        assertEquals(SUBSCRIPTION, finding.at("/cloud/account/uid").textValue());
    }

    @Test
    void aTenantBesideTheResourceIsTheOrganisation() {
        JsonNode finding = alert("'AzureResourceTenantId':'" + SUBSCRIPTION + "'");

        assertEquals(SUBSCRIPTION, finding.at("/cloud/org/uid").textValue());
        assertEquals(SUBSCRIPTION, finding.at("/metadata/tenant_uid").textValue());
    }

    @Test
    void aResourceAmongTheEntitiesIsTheLastToTellTheSubscription() {
        String entities = "'Entities':[{'Type':'azure-resource','ResourceId':'" + VM + "'}]";

        assertEquals(SUBSCRIPTION, alert(entities).at("/cloud/account/uid").textValue());
        assertEquals(
                "1".repeat(8) + SUBSCRIPTION.substring(8),
                alert(entities + ",'WorkspaceSubscriptionId':'" + "1".repeat(8) + SUBSCRIPTION.substring(8) + "'")
                        .at("/cloud/account/uid")
                        .textValue());
    }

    @Test
    void anArnTellsWhereAResourceOfAwsIs() {
        String arn = "arn:aws-us-gov:ec2:us-gov-west-1:123456789012:instance/i-1";
        for (String fields : List.of(
                "'Entities':[{'Type':'amazon-resource','AmazonResourceId':'" + arn + "'}]",
                "'CompromisedEntity':'" + arn + "'")) {
            JsonNode resource = alert(fields).at("/resources/0");

            assertEquals(arn, resource.get("uid").textValue());
            assertEquals("us-gov-west-1", resource.get("region").textValue());
            assertEquals("aws-us-gov", resource.get("cloud_partition").textValue());
        }
    }

    @Test
    void anAlertInTheRestFormWithoutANameHasTheIdOfTheFlatForm() {
        String id = "/subscriptions/" + SUBSCRIPTION + "/resourceGroups/rg/providers/Microsoft.Security/locations/"
                + "westeurope/alerts/A-1";
        JsonNode rest = PostureSamples.finding(
                OcsfMapper.VERSION,
                "{'id':'" + id + "',"
                        + "'type':'Microsoft.Security/Locations/alerts','properties':{'alertType':'VM_Test'}}");

        assertEquals(alert("'Severity':'Low'").at("/finding_info/uid"), rest.at("/finding_info/uid"));
        assertEquals("A-1", rest.at("/metadata/original_event_uid").textValue());
        assertEquals(id, rest.at("/unmapped/armId").textValue());
        assertEquals(SUBSCRIPTION, rest.at("/cloud/account/uid").textValue());
    }

    @Test
    void theTenantOfARowOfAWorkspaceIsTheWorkspaceAndItsResourceTheOneConcerned() {
        String vm = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/rg/providers/"
                + "Microsoft.Compute/virtualMachines/vm-1";
        JsonNode finding = PostureSamples.finding(
                OcsfMapper.VERSION,
                "{'Type':'SecurityAlert','TenantId':"
                        + "'8cb5e006-e691-4653-8b7a-b17e1c8cd5df','SystemAlertId':'a-1','AlertType':'VM_Test',"
                        + "'TimeGenerated':'2026-03-02T07:21:30Z','ResourceId':'" + vm + "'}");

        assertFalse(finding.at("/metadata").has("tenant_uid"));
        assertEquals(
                "8cb5e006-e691-4653-8b7a-b17e1c8cd5df",
                finding.at("/unmapped/tenantId").textValue());
        assertEquals(vm, finding.at("/resources/0/uid").textValue());
        assertFalse(finding.get("unmapped").has("resourceId"));
    }
}
