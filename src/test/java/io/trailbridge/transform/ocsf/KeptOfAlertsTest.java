package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value of an event that became no attribute is kept, even one that equals another or is a placeholder elsewhere. */
class KeptOfAlertsTest {
    private static final String TENANT = "8cb5e006-e691-4653-8b7a-b17e1c8cd5df";
    private static final String SUBSCRIPTION = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf";
    private static final String VM = SUBSCRIPTION + "/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/";

    private static JsonNode alert(String fields) {
        String event =
                "{'SystemAlertId':'a-1','AlertType':'VM_Test','TimeGenerated':'2026-03-02T07:21:30Z'," + fields + "}";
        PostureSamples.finding(OcsfMapper.OLDER_VERSION, event);
        return PostureSamples.finding(OcsfMapper.VERSION, event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'99999999-2222-3333-4444-555555555555'", "['" + TENANT + "','zzz']", "'none'"})
    void onlyTheTenantThatWasTakenIsSaid(String second) {
        JsonNode finding = alert("'ResourceIdentifiers':[{'Type':'AAD','AadTenantId':'" + TENANT + "'},"
                + "{'Type':'AAD','AadTenantId':" + second + "},{'Type':'AAD','AadTenantId':['"
                + TENANT.toUpperCase() + "']}]");

        assertEquals(TENANT, finding.at("/cloud/org/uid").textValue());
        assertEquals(1, finding.at("/unmapped/resourceIdentifiers").size());
        assertEquals(
                PostureSamples.read(second.replace('\'', '"')),
                finding.at("/unmapped/resourceIdentifiers/0/aadTenantId"));
    }

    @Test
    void whatIsSaidOfOneResourceIsNotSaidOfAnother() {
        JsonNode finding = alert("'ResourceIdentifiers':[{'AzureResourceId':'" + VM + "a','AgentId':'x'},"
                + "{'AzureResourceId':'" + VM + "b'},{'AzureResourceId':'" + VM + "b','AgentId':'x'}]");

        assertEquals(1, finding.at("/unmapped/resourceIdentifiers").size());
        assertEquals(
                VM + "b",
                finding.at("/unmapped/resourceIdentifiers/0/azureResourceId").textValue());
    }

    @Test
    void anotherActionBesideTheOneTakenIsKept() {
        JsonNode finding = alert("'ActionTaken':'Quarantined','ExtendedProperties':{'ActionTaken':'Blocked'}");

        assertEquals("Blocked", finding.get("disposition").textValue());
        assertEquals("Quarantined", finding.at("/unmapped/actionTaken").textValue());
        assertFalse(alert("'ActionTaken':'Blocked'").get("unmapped").has("actionTaken"));
    }

    @Test
    void aStructureInPlaceOfAnIdIsKept() {
        JsonNode finding = PostureSamples.finding(
                OcsfMapper.VERSION,
                "{'id':['a','b'],'name':'n',"
                        + "'type':'Microsoft.Security/assessments','properties':{'status':{'code':'Healthy'}}}");

        assertEquals("b", finding.at("/unmapped/id/1").textValue());
    }

    @Test
    void aCompromisedEntityThatIsAnIdOfAzureIsThatResource() {
        JsonNode finding = alert("'CompromisedEntity':'" + VM + "vm-1'");
        JsonNode resource = finding.at("/resources/0");

        assertEquals(
                SUBSCRIPTION,
                "/subscriptions/" + finding.at("/cloud/account/uid").textValue());
        assertEquals(VM + "vm-1", resource.get("uid").textValue());
        assertEquals("vm-1", resource.get("name").textValue());
        assertEquals(3, resource.get("role_id").intValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'SourceSystem':'Detection'", "'WorkspaceSubscriptionId':'" + TENANT + "'"})
    void aRowOfAWorkspaceIsKnownWithoutItsTypeToo(String column) {
        JsonNode finding = alert("'TenantId':'" + TENANT + "','ResourceId':'" + VM + "vm-1'," + column);

        assertFalse(finding.at("/metadata").has("tenant_uid"));
        assertEquals(VM + "vm-1", finding.at("/resources/0/uid").textValue());
    }

    @ParameterizedTest
    @CsvSource({"\u00df, ''", "us, US", "USA, ''"})
    void aCountryIsTwoLettersAsTheyCome(String code, String country) {
        JsonNode finding = alert("'Entities':[{'Type':'ip','Address':'1.2.3.4','Location':{'CountryCode':'" + code
                + "','City':'Bonn'}}]");

        assertEquals(
                country,
                finding.at("/evidences/0/src_endpoint/location/country").asText());
    }

    @Test
    void aPlaceholderThatIsAValueStaysInItsField() {
        JsonNode finding = PostureSamples.finding(
                OcsfMapper.VERSION,
                "{'id':'" + SUBSCRIPTION
                        + "/providers/Microsoft.Security/assessments/a','name':'a','type':'Microsoft.Security/assessments',"
                        + "'properties':{'status':{'code':'Unhealthy'},'metadata':{'policyDefinitionId':'None'},"
                        + "'resourceDetails':{'Id':'" + VM + "vm','ResourceName':'none','publicAccess':'None',"
                        + "'zones':['None']}}}");

        assertEquals("none", finding.at("/resources/0/data/resourceName").textValue());
        assertEquals("None", finding.at("/resources/0/data/publicAccess").textValue());
        assertEquals("None", finding.at("/resources/0/data/zones/0").textValue());
        assertEquals(
                "None",
                finding.at("/unmapped/properties/metadata/policyDefinitionId").textValue());
    }

    @Test
    void whatAnIdentifierOrALinkCallsNoneIsKept() {
        JsonNode finding = alert("'ResourceIdentifiers':[{'Type':'LogAnalytics','WorkspaceId':'none',"
                + "'ResourceGroup':'None'}],'ExtendedLinks':[{'Label':'Unknown','Href':'https://a.example/'}]");

        assertEquals(
                "none",
                finding.at("/unmapped/resourceIdentifiers/0/workspaceId").textValue());
        assertEquals(
                "None",
                finding.at("/unmapped/resourceIdentifiers/0/resourceGroup").textValue());
        assertEquals("Unknown", finding.at("/unmapped/extendedLinks/0/label").textValue());
        assertTrue(finding.at("/resources").isMissingNode());
    }
}
