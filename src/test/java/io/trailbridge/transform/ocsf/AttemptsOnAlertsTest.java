package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operation on an alert that did not succeed, or has not yet: nothing of the alert's finding changes. */
class AttemptsOnAlertsTest {
    private static final String ALERT = "2518250008431989649_e7313e05-edf4-466d-adfd-5a0e7d000000";
    private static final String PATH = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/rg/"
            + "providers/Microsoft.Security/locations/centralus/alerts/" + ALERT;
    private static final String PROPERTIES = ",'properties':{'severity':'Low'}";

    private static JsonNode record(String fields) {
        return of("dismiss", "'category':'Security','eventTimestamp':'2026-03-08T12:52:36.8Z'," + fields);
    }

    private static JsonNode of(String operation, String fields) {
        String event = "{'operationName':{'value':'Microsoft.Security/locations/alerts/" + operation + "/action'},"
                + "'resourceId':'" + PATH + "'," + fields + "}";
        PostureSamples.finding(OcsfMapper.OLDER_VERSION, event);
        return PostureSamples.finding(OcsfMapper.VERSION, event);
    }

    private static void assertIsNotOfTheAlert(JsonNode finding) {
        assertFalse(finding.has("status_id"), finding::toString);
        assertFalse(finding.has("status_code"), finding::toString);
        assertEquals(1, finding.get("activity_id").intValue());
        assertNotEquals(ALERT, finding.at("/finding_info/uid").textValue());
        assertEquals(PATH, finding.at("/unmapped/resourceId").textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Started",
                "Accepted",
                "Failed",
                "In Progress",
                "Conflict",
                "Forbidden",
                "BadRequest",
                "TimedOut",
                "Cancelled",
                "Pending"
            })
    void onlyWhatSucceededChangesTheAlert(String outcome) {
        for (String status : new String[] {
            "'status':{'value':'" + outcome + "'}",
            "'status':'" + outcome + "'",
            "'resultType':'" + outcome + "'",
            "'resultSignature':'" + outcome.replace(" ", "") + ".NoContent'"
        }) {
            for (String properties : new String[] {"", PROPERTIES, ",'properties':{'status':'Dismissed'}"}) {
                JsonNode finding = record(status + ",'eventDataId':'E-2'" + properties);

                assertIsNotOfTheAlert(finding);
                assertEquals("e-2", finding.at("/finding_info/uid").textValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'status':{'value':'Succeeded'}",
                "'status':'success'",
                "'resultType':'Success'",
                "'status':'Active'",
                "'resultSignature':'Succeeded.NoContent'",
                "'level':'Informational'"
            })
    void whatSucceededOrTellsNoOutcomeIsOfTheAlert(String outcome) {
        for (String properties : new String[] {"", PROPERTIES, ",'properties':{'status':'Dismissed'}"}) {
            JsonNode finding = record(outcome + ",'eventDataId':'e-2'" + properties);

            assertEquals(ALERT, finding.at("/finding_info/uid").textValue());
            assertEquals(3, finding.get("status_id").intValue());
            assertEquals(3, finding.get("activity_id").intValue());
        }
    }

    @Test
    void anOperationThatBringsAboutNoStateIsNotOfTheAlert() {
        JsonNode finding = of("read", "'time':'2026-03-08T12:52:36Z','resultType':'Success'" + PROPERTIES);

        assertIsNotOfTheAlert(finding);
        assertEquals("Success", finding.at("/unmapped/resultType").textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'level':'Warning'",
                "'eventDataId':'" + ALERT + "'",
                "'id':'" + PATH + "'",
                "'name':'" + ALERT + "'",
                "'id':'" + PATH + "/events/e/ticks/1'"
            })
    void anAttemptWithoutAnIdOfItsOwnIsNotTheAlertEither(String id) {
        assertIsNotOfTheAlert(record("'status':'Failed'," + id + PROPERTIES));
    }

    @Test
    void whenAnAlertWasDismissedIsNotWhenItCameUp() {
        assertFalse(
                record("'status':'Succeeded'" + PROPERTIES).at("/finding_info").has("created_time"));
        assertEquals(
                1772974356800L,
                record("'status':'Succeeded'" + PROPERTIES).get("time").longValue());
    }

    @Test
    void theIdOfTheAlertInAnAttemptIsKept() {
        JsonNode finding = record("'status':'Failed','properties':{'SystemAlertId':'" + ALERT + "'}");

        assertIsNotOfTheAlert(finding);
        assertEquals(ALERT, finding.at("/unmapped/properties/systemAlertId").textValue());
    }

    @Test
    void differentRecordsAreDifferentEvents() {
        String first = uid("'time':'2026-03-08T09:00:01Z','resultType':'Success'");

        assertNotEquals(first, uid("'time':'2026-03-08T09:30:01Z','resultType':'Success'"));
        assertNotEquals(first, uid("'time':'2026-03-08T09:00:01Z','resultType':'Failure'"));
        assertNotEquals(first, uid("'time':'2026-03-08T09:00:01Z','resultType':'Success','eventDataId':'e-2'"));
        assertNotEquals(
                uid("'time':'2026-03-08T09:00:01Z','resultType':'Start'"),
                uid("'time':'2026-03-08T09:00:01Z','resultType':'Failure'"));
        assertEquals(first, uid("'time':'2026-03-08T09:00:01Z','resultType':'Success'"));
    }

    private static String uid(String fields) {
        return of("dismiss", fields + PROPERTIES).at("/metadata/uid").textValue();
    }
}
