package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which resources a finding is about. */
class AsffResourcesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AsffMapper MAPPER = AsffForm.mapper();
    private static final EventOrigin ORIGIN =
            new EventOrigin("hub", "0", 7L, Instant.parse("2026-05-05T10:00:00.999Z"), 0);
    private static final String SUBSCRIPTION = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf";
    private static final String MACHINE =
            SUBSCRIPTION + "/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1";
    private static final List<String> TYPES = List.of(
            "assessments",
            "assessments/subAssessments",
            "secureScores",
            "secureScores/secureScoreControls",
            "regulatoryComplianceStandards/regulatoryComplianceControls");

    @ParameterizedTest
    @CsvSource({
        "'\"vmuuid\":\"UUID-1\",\"sourceComputerId\":\"computer-1\"', UUID-1",
        "'\"sourceComputerId\":\"computer-1\"', computer-1"
    })
    void aMachineOnPremisesIsAResourceByItsOwnId(String ids, String id) throws IOException {
        for (String type : TYPES) {
            JsonNode finding = posture(
                    type,
                    "{\"source\":\"OnPremiseSql\",\"machineName\":\"edge-7\"," + ids
                            + ",\"workspaceId\":\"ws-1\",\"serverName\":\"sql-1\",\"databaseName\":\"ledger\"}");
            JsonNode machine = finding.at("/Resources/0");

            assertEquals(id, machine.get("Id").asText(), type);
            assertEquals("Other", machine.get("Type").asText());
            assertEquals("edge-7", machine.at("/Details/Other/name").asText());
            assertEquals("OnPremiseSql", machine.at("/Details/Other/source").asText());
            assertEquals("ws-1", machine.at("/Details/Other/workspaceId").asText());
            assertEquals("sql-1", machine.at("/Details/Other/serverName").asText());
            assertEquals("ledger", machine.at("/Details/Other/databaseName").asText());
        }
    }

    @Test
    void detailsThatNameNoResourceStayBesideTheOneThatTheEventIsAbout() throws IOException {
        for (String type : TYPES) {
            JsonNode finding = posture(type, "{\"source\":\"OnPremise\",\"machineName\":\"edge-7\"}");

            assertEquals(SUBSCRIPTION, finding.at("/Resources/0/Id").asText(), type);
            assertEquals("edge-7", field(finding, "resourceDetails.machineName"), type);
            assertEquals("OnPremise", field(finding, "resourceDetails.source"), type);
        }
    }

    @Test
    void ofSeveralDetailsNoneIsLost() throws IOException {
        for (String type : TYPES) {
            JsonNode finding = posture(type, "[{\"id\":\"" + MACHINE + "\"},{\"machineName\":\"edge-7\"}]");

            assertEquals(MACHINE, finding.at("/Resources/0/Id").asText(), type);
            assertTrue(field(finding, "resourceDetails").contains("edge-7"), type);
        }
    }

    @Test
    void aResourceOfAzureAmongTheEntitiesIsAResourceOnce() throws IOException {
        String entities = "\"Entities\":[{\"Type\":\"azure-resource\",\"ResourceId\":\"" + MACHINE + "\"}]";
        JsonNode alone = map(alert(entities));
        JsonNode named = map(alert("\"CompromisedEntity\":\"vm-1\",\"ResourceIdentifiers\":["
                + "{\"AzureResourceId\":\"" + SUBSCRIPTION + "\"},"
                + "{\"AzureResourceId\":\"" + MACHINE.toUpperCase() + "\"}]," + entities));

        assertEquals(List.of(MACHINE), ids(alone));
        assertEquals("Target", alone.at("/Resources/0/ResourceRole").asText());
        assertEquals(
                "20dc354a-ba60-44fb-88f8-283b7efd4fcf",
                alone.at("/Resources/0/Details/Other/subscriptionId").asText());
        assertEquals(List.of(SUBSCRIPTION, MACHINE.toUpperCase()), ids(named));
    }

    @Test
    void resourcesAmongTheEntitiesOfSentinelAreResources() throws IOException {
        JsonNode finding = map(alert("\"Entities\":["
                + "{\"kind\":\"AzureResource\",\"properties\":{\"resourceId\":\"" + MACHINE + "\"}},"
                + "{\"kind\":\"AmazonResource\",\"properties\":{\"amazonResourceId\":\"arn:aws:s3:::bucket\"}}]"));

        assertEquals(List.of("arn:aws:s3:::bucket", MACHINE), ids(finding));
    }

    @Test
    void aResourceOfGoogleIsKnownByItsNameWhereItHasNoPath() throws IOException {
        JsonNode finding = map(alert(
                "\"Entities\":[{\"Type\":\"gcp-resource\",\"ResourceName\":\"gke-1\"," + "\"ProjectId\":\"p-1\"}]"));

        assertEquals(List.of("gke-1"), ids(finding));
        assertEquals("p-1", finding.at("/Resources/0/Details/Other/projectId").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "AzureResourceSubscriptionId, /subscriptions/",
        "WorkspaceSubscriptionId, /subscriptions/",
        "AzureResourceTenantId, /tenants/"
    })
    void anAlertThatNamesNoResourceIsAboutTheSubscriptionOrTenantThatItNames(String field, String path)
            throws IOException {
        JsonNode finding = map(alert("\"" + field + "\":\"20DC354A-ba60-44fb-88f8-283b7efd4fcf\""));

        assertEquals(List.of(path + "20dc354a-ba60-44fb-88f8-283b7efd4fcf"), ids(finding));
    }

    private static List<String> ids(JsonNode finding) {
        return finding.get("Resources").findValuesAsText("Id");
    }

    private static String alert(String fields) {
        return "{\"SystemAlertId\":\"id-1\",\"AlertType\":\"T\"," + fields + "}";
    }

    private static JsonNode posture(String type, String details) throws IOException {
        return map("{\"id\":\"" + SUBSCRIPTION + "/providers/Microsoft.Security/" + type.replace("/", "/a/") + "/b\","
                + "\"name\":\"b\",\"type\":\"Microsoft.Security/" + type + "\",\"properties\":{"
                + "\"displayName\":\"D\",\"resourceDetails\":" + details + "}}");
    }

    private static String field(JsonNode finding, String name) {
        return finding.get("ProductFields")
                .path("microsoft/defender-for-cloud/" + name)
                .asText();
    }

    private static JsonNode map(String event) throws IOException {
        List<MappedEvent> events = MAPPER.toAsff(JSON.readTree(event), ORIGIN);
        assertEquals(1, events.size());
        assertFalse(events.get(0).failed(), () -> events.get(0).failure().toString());
        assertEquals(List.of(), AsffForm.faults(events.get(0).json()));
        return JSON.readTree(events.get(0).json());
    }
}
