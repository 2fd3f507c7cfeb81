package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a record of the Activity log contains about an alert, and what only about itself. */
class AsffActivityLogTest {
    private static final String ALERT = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/rg"
            + "/providers/Microsoft.Security/locations/westeurope/alerts/a-1";

    @ParameterizedTest
    @ValueSource(strings = {"Informational", "Warning", "Critical"})
    void theLevelOfTheRecordIsNoSeverityOfTheAlert(String level) throws IOException {
        JsonNode finding = map("activate", "'level':'" + level + "','status':'Active'", "'a':1");

        assertFalse(finding.has("Severity"));
        assertFalse(finding.get("FindingProviderFields").has("Severity"));
        assertEquals(
                level,
                finding.get("ProductFields")
                        .path(ProductFields.PREFIX + "resource.level")
                        .asText());
    }

    @Test
    void theSeverityOfTheAlertStandsWhateverTheLevel() throws IOException {
        JsonNode finding = map("activate", "'level':'Informational'", "'severity':'High'");

        assertEquals(
                "{\"Label\":\"HIGH\",\"Original\":\"High\"}",
                finding.get("Severity").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "activate, Active, ACTIVE",
        "activate, Succeeded, ACTIVE",
        "inprogress, Succeeded, ACTIVE",
        "dismiss, Succeeded, ARCHIVED",
        "DISMISS, Dismissed, ARCHIVED",
        "resolve, Succeeded, ARCHIVED",
        "resolve, , ARCHIVED",
        "dismiss, Started, ACTIVE",
        "dismiss, Failed, ACTIVE",
        "resolve, Accepted, ACTIVE"
    })
    void anAlertIsArchivedByTheOperationThatDismissesOrResolvesIt(String operation, String status, String state)
            throws IOException {
        JsonNode finding =
                map(operation, "'status':{'value':" + (status == null ? "null" : "'" + status + "'") + "}", "'a':1");

        assertEquals(state, finding.get("RecordState").asText());
    }

    @Test
    void theStateThatTheAlertItselfHasGoesBeforeTheOperation() throws IOException {
        assertEquals(
                "ACTIVE",
                map("dismiss", "'level':'Warning'", "'status':'Active'")
                        .get("RecordState")
                        .asText());
    }

    @Test
    void anOperationUpdatesTheFindingOfTheAlertWhateverTheIdOfItsRecord() throws IOException {
        JsonNode finding = map("dismiss", "'eventDataId':'e-2','id':'" + ALERT + "/events/e-2/ticks/1'", "'a':1");

        assertEquals("microsoft-defender-for-cloud/a-1", finding.get("Id").asText());
        assertEquals(
                "e-2",
                finding.get("ProductFields")
                        .path(ProductFields.PREFIX + "resource.eventDataId")
                        .asText());
    }

    private static JsonNode map(String operation, String fields, String properties) throws IOException {
        return SmallEvents.map("{'operationName':{'value':'Microsoft.Security/locations/alerts/" + operation
                + "/action'},"
                + "'category':{'value':'Security'},'eventName':{'value':'New binding'},'resourceId':'" + ALERT + "',"
                + fields + ",'properties':{" + properties + "}}");
    }
}
