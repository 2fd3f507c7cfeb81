package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Activity log reports about an alert: that it was raised, and that its state was changed. */
class ActivityLogAlertTest {
    private static final String ALERT = "2518250008431989649_e7313e05-edf4-466d-adfd-5a0e7d000000";
    private static final String PATH = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/resourceGroups/rg/"
            + "providers/Microsoft.Security/locations/centralus/alerts/" + ALERT;

    private static JsonNode record(String operation, String fields) {
        String event = "{'operationName':" + operation + ",'category':'Security','eventTimestamp':"
                + "'2026-03-08T12:52:36.8Z','eventName':{'value':'New binding'},'resourceId':'" + PATH + "'" + fields
                + ",'properties':{'severity':'Low'}}";
        PostureSamples.finding(OcsfMapper.OLDER_VERSION, event);
        return PostureSamples.finding(OcsfMapper.VERSION, event);
    }

    @ParameterizedTest
    @CsvSource({
        "activate, Active, 1, 1, Active",
        "activate, Resolved, 4, 3, Resolved",
        "dismiss, Inactive, 3, 3, dismiss",
        "activate, Succeeded, 1, 1, activate",
        "dismiss, Active, 3, 3, dismiss",
        "dismiss, Succeeded, 3, 3, dismiss",
        "dismiss, Dismissed, 3, 3, Dismissed",
        "resolve, Resolved, 4, 3, Resolved",
        "resolve, Succeeded, 4, 3, resolve",
        "inProgress, Succeeded, 2, 2, inprogress"
    })
    void anOperationThatWasDoneIsTheStateOfTheAlert(
            String operation, String status, int statusId, int activity, String code) {
        JsonNode finding = record(
                "{'value':'Microsoft.Security/locations/alerts/" + operation + "/action'}",
                ",'status':{'value':'" + status + "'}");

        assertEquals(statusId, finding.get("status_id").intValue());
        assertEquals(activity, finding.get("activity_id").intValue());
        assertEquals(code, finding.get("status_code").textValue());
    }

    @Test
    void aRecordInTheFormOfAnEventHubIsReadToo() {
        String operation = "'MICROSOFT.SECURITY/LOCATIONS/ALERTS/RESOLVE/ACTION'";

        assertEquals(
                4, record(operation, ",'resultType':'Success'").get("status_id").intValue());
        assertFalse(record(operation, ",'resultType':'Failure'").has("status_id"));
    }

    @Test
    void aRecordOfItsOwnIdIsOfTheSameFinding() {
        JsonNode finding = record(
                "{'value':'Microsoft.Security/locations/alerts/dismiss/action'}",
                ",'eventDataId':'b0d87c42-8b0f-4e6d-9c11-5a0e7d000000','id':'" + PATH + "/events/b0d8/ticks/63'");

        assertEquals(ALERT, finding.at("/finding_info/uid").textValue());
        assertEquals(
                "b0d87c42-8b0f-4e6d-9c11-5a0e7d000000",
                finding.at("/unmapped/eventDataId").textValue());
    }

    @Test
    void theStatusOfARecordThatSaysNoMoreIsNotThatOfTheAlert() {
        JsonNode finding = PostureSamples.finding(
                OcsfMapper.VERSION,
                "{'operationName':"
                        + "'Microsoft.Security/locations/alerts/dismiss/action','eventTimestamp':'2026-03-08T12:52:36.8Z',"
                        + "'resourceId':'" + PATH + "','status':'Succeeded'}");

        assertEquals(3, finding.get("status_id").intValue());
        assertEquals("dismiss", finding.get("status_code").textValue());
        assertEquals("Succeeded", finding.at("/unmapped/status").textValue());
    }
}
