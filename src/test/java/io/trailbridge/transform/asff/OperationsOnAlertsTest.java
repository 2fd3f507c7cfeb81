package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only an operation that is known to have succeeded touches the finding of its alert. */
class OperationsOnAlertsTest {
    private static final String OF_THE_ALERT = "microsoft-defender-for-cloud/a-1";
    private static final String RESOURCE = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/"
            + "Microsoft.Security/locations/westeurope/alerts/a-1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'status':'Succeeded'",
                "'status':{'value':'success'}",
                "'status':'Active'",
                "'status':'Inactive'",
                "'status':'Dismissed'",
                "'resultType':'Success'",
                "'resultType':'Succeeded','resultSignature':'Failed.x'",
                "'resultSignature':'Succeeded.OK'",
                "'status':{'value':''}",
                "'status':null",
                "'level':'Warning'"
            })
    void aDismissalThatSucceededArchivesTheFindingOfItsAlert(String outcome) throws IOException {
        for (String properties : new String[] {"", ",'properties':{'a':1}"}) {
            JsonNode finding = map("dismiss", outcome + properties);

            assertEquals(OF_THE_ALERT, finding.get("Id").asText());
            assertEquals("ARCHIVED", finding.get("RecordState").asText());
            assertEquals("Dismissed", field(finding, "status"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'status':'Failed'", "'status':{'value':'Started'}", "'status':'Accepted'", "'status':'In Progress'",
                "'status':'Conflict'", "'status':'Forbidden'", "'status':'TimedOut'", "'status':'Canceled'",
                "'resultType':'Failure'", "'resultType':'Start'", "'resultType':'Accept'", "'ResultType':'Failure'",
                "'resultSignature':'Started.'", "'resultSignature':'Accepted.Created'", "'status':'of no known kind'"
            })
    void whatDidNotSucceedIsAFindingOfItsOwn(String outcome) throws IOException {
        for (String properties : new String[] {"", ",'properties':{'a':1}"}) {
            JsonNode finding = map("dismiss", "'eventDataId':'e-2'," + outcome + properties);

            assertEquals("microsoft-defender-for-cloud/e-2", finding.get("Id").asText());
            assertEquals("ACTIVE", finding.get("RecordState").asText());
            assertFalse(finding.get("ProductFields").has(ProductFields.PREFIX + "status"));
            assertTrue(finding.get("ProductFields").toString().contains(RESOURCE));
        }
    }

    @ParameterizedTest
    @CsvSource({"status", "resultType", "resultSignature"})
    void theOutcomeOfAnAttemptIsKept(String name) throws IOException {
        String outcome = "'" + name + "':'Failed'";

        assertTrue(map("dismiss", outcome).get("ProductFields").toString().contains("Failed"));
        assertTrue(map("dismiss", outcome + ",'properties':{'a':1}")
                .get("ProductFields")
                .toString()
                .contains("Failed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'eventDataId':'A-1',",
                "'eventDataId':'s-1','properties':{'systemAlertId':'S-1'},",
                "'id':'" + RESOURCE + "/events/a-1/ticks/1',"
            })
    void anAttemptWithoutAnIdOfItsOwnStillLeavesTheAlertAlone(String fields) throws IOException {
        String id = map("resolve", fields + "'resultType':'Failure'").get("Id").asText();

        assertNotEquals(OF_THE_ALERT, id);
        assertFalse(id.endsWith("/s-1") || id.endsWith("/a-1"), id);
    }

    @ParameterizedTest
    @CsvSource({"ACTIVATE, ACTIVE, Active", "inProgress, ACTIVE, InProgress", "Resolve, ARCHIVED, Resolved"})
    void theStateIsWhatTheOperationBringsAbout(String operation, String state, String status) throws IOException {
        JsonNode finding = map(operation, "'status':'Succeeded'");

        assertEquals(OF_THE_ALERT, finding.get("Id").asText());
        assertEquals(state, finding.get("RecordState").asText());
        assertEquals(status, field(finding, "status"));
        assertEquals("Succeeded", field(finding, "outcome"));
    }

    @Test
    void anOperationThatBringsAboutNoStateDoesNotOpenTheAlertAgain() throws IOException {
        assertEquals(
                "microsoft-defender-for-cloud/e-2",
                map("write", "'eventDataId':'e-2','status':'Succeeded'")
                        .get("Id")
                        .asText());
        assertEquals(
                OF_THE_ALERT,
                map("new", "'eventDataId':'e-2','status':'Active'").get("Id").asText());
        assertEquals(
                OF_THE_ALERT,
                map("write", "'eventDataId':'e-2','properties':{'status':'Resolved'}")
                        .get("Id")
                        .asText());
    }

    @Test
    void theStateThatTheAlertItselfStatesComesFirst() throws IOException {
        JsonNode finding = map("dismiss", "'resultType':'Success','properties':{'status':'Active'}");

        assertEquals(OF_THE_ALERT, finding.get("Id").asText());
        assertEquals("ACTIVE", finding.get("RecordState").asText());
        assertEquals("Active", field(finding, "status"));
    }

    @Test
    void anAttemptOfWhichNothingElseIsSaidIsCalledByItsOperation() throws IOException {
        assertEquals(
                "Microsoft.Security/locations/alerts/dismiss/action",
                map("dismiss", "'resultType':'Failure'").get("Title").asText());
    }

    private static String field(JsonNode finding, String name) {
        return finding.get("ProductFields").path(ProductFields.PREFIX + name).asText();
    }

    private static JsonNode map(String operation, String fields) throws IOException {
        return SmallEvents.map(event(operation, fields));
    }

    private static String event(String operation, String fields) {
        return "{'operationName':{'value':'Microsoft.Security/locations/alerts/" + operation + "/action'},"
                + "'category':{'value':'Security'},'resourceId':'" + RESOURCE + "'," + fields + "}";
    }
}
