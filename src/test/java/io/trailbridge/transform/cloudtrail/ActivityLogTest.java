package io.trailbridge.transform.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.transform.EventOrigin;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notices of the Activity log that carry an alert. */
class ActivityLogTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CloudTrailMapper MAPPER = new CloudTrailMapper(EventDataForm.ACCOUNT, null);
    private static final String ALERT = "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/"
            + "Microsoft.Security/locations/centralus/alerts/2517";
    private static final EventOrigin ORIGIN = new EventOrigin("hub", "0", 7L, Instant.parse("2026-11-11T12:00:00Z"), 0);

    @ParameterizedTest
    @ValueSource(strings = {"'Informational'", "'Warning'", "4"})
    void theLevelOfTheLogIsNotTheSeverityOfTheAlert(String level) {
        JsonNode more = map("'level':" + level + ",", "activate", "{'compromisedEntity':'vm'}");

        assertTrue(more.path("severity").isMissingNode(), more::toString);
        assertEquals(level.replace("'", ""), more.at("/unmapped/level").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "activate, Active",
        "dismiss, Dismissed",
        "Dismiss, Dismissed",
        "resolve, Resolved",
        "inProgress, InProgress",
        "simulate, Succeeded"
    })
    void theOperationTellsTheStatusOfTheAlert(String operation, String status) {
        JsonNode more = map("'status':{'value':'Succeeded'},", operation, "{'severity':'Low'}");

        assertEquals(status, more.path("status").textValue());
        assertEquals("Succeeded", more.at("/unmapped/status/value").textValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'eventDataId':'e' | {} | e",
                "'eventDataId':'2517' | {} | ''",
                "'eventDataId':'e' | {'systemAlertId':'2517','alertType':'t'} | e",
                "'id':'ALERT/events/7/ticks/8' | {} | ALERT/events/7/ticks/8",
                "'id':'ALERT' | {} | ''",
                "'name':'2517' | {} | ''"
            })
    void whatDidNotSucceedHasAnIdOfItsOwnOrNone(String fields, String properties, String id) {
        String event = ("{'category':'Security','resourceId':'ALERT','status':'Failed'," + fields
                        + ",'operationName':'Microsoft.Security/locations/alerts/dismiss/action','properties':"
                        + properties
                        + "}")
                .replace("ALERT", ALERT);

        JsonNode more = mapped(event).get("additionalEventData");

        assertEquals(id.replace("ALERT", ALERT), more.path("id").asText());
        assertEquals(
                properties.contains("2517") ? "2517" : "",
                more.at("/unmapped/properties/systemAlertId").asText());
    }

    @Test
    void whatTheAlertSaysOfItselfComesFirst() {
        JsonNode more = map("'status':{'value':'Succeeded'},", "dismiss", "{'severity':'Low','status':'Active'}");

        assertEquals("Active", more.path("status").textValue());
    }

    @Test
    void aNoticeWithoutPropertiesIsUnderstoodAsWell() {
        JsonNode more = map("'status':'Succeeded',", "dismiss", "null");

        assertEquals("Dismissed", more.path("status").textValue());
        assertEquals("Succeeded", more.at("/unmapped/status").textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'status':{'value':'Started'}",
                "'status':'Accepted'",
                "'status':'In Progress'",
                "'status':{'value':'Conflict'}",
                "'status':'Forbidden'",
                "'status':'BadRequest'",
                "'status':'TimedOut'",
                "'status':'Canceled'",
                "'status':'Failed'",
                "'resultType':'Failure'",
                "'resultType':'Start'",
                "'resultType':'Accept'",
                "'resultSignature':'Failed.Forbidden'",
                "'resultSignature':'Started.'"
            })
    void whatDidNotSucceedChangesNoStatusAndIsNotOfTheAlert(String outcome) {
        for (String properties : new String[] {"{'severity':'Low'}", "{}", "null"}) {
            JsonNode more = map("'resourceId':'" + ALERT + "'," + outcome + ",", "dismiss", properties);

            assertTrue(more.path("status").isMissingNode(), more::toString);
            assertEquals("a", more.path("id").textValue());
            assertEquals(ALERT, more.at("/unmapped/resourceId").textValue());
            String field = outcome.substring(1, outcome.indexOf('\'', 1));
            assertTrue(more.path("unmapped").has(field), more::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'status':{'value':'Succeeded'}", "'status':'Success'", "'status':'active'",
                        "'status':{'value':'Inactive'}",
                "'status':{'value':''}", "'resultType':'Success'", "'resultSignature':'Succeeded.OK'",
                        "'status':'Dismissed'"
            })
    void whatSucceededIsOfTheAlertAndChangesItsStatus(String outcome) {
        for (String properties : new String[] {"{'severity':'Low'}", "{}", "null"}) {
            JsonNode more = map("'resourceId':'" + ALERT + "'," + outcome + ",", "dismiss", properties);

            assertEquals("Dismissed", more.path("status").textValue());
            assertEquals("2517", more.path("id").textValue());
        }
    }

    @Test
    void whatTheAlertSaysOfItselfStandsWhateverCameOfTheOperation() {
        JsonNode more = map("'status':'Failed',", "dismiss", "{'severity':'Low','status':'New'}");

        assertEquals("New", more.path("status").textValue());
    }

    @Test
    void aNoticeIsOfTheAlertWhateverItsOwnId() {
        assertEquals(
                "2517",
                map("'resourceId':'" + ALERT + "',", "dismiss", "{}").path("id").textValue());
        assertEquals(
                "2517",
                map("'id':'" + ALERT + "/events/7/ticks/8',", "dismiss", "{}")
                        .path("id")
                        .textValue());
        assertEquals("a", map("", "dismiss", "{}").at("/unmapped/eventDataId").textValue());
    }

    @Test
    void anotherOperationMakesAnotherState() {
        assertNotEquals(
                document("", "activate", "{}").get("UID"),
                document("", "dismiss", "{}").get("UID"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'time':'2026-05-05T09:00:01Z', | 'time':'2026-05-05T09:30:01Z',",
                "'time':'2026-05-05T09:00:01Z','resultType':'Start', | 'time':'2026-05-05T09:00:01Z','resultType':'Failure',",
                "'status':{'value':'Started'}, | 'status':{'value':'Failed'},",
                "'status':{'value':'Failed'},'operationId':'1', | 'status':{'value':'Failed'},'operationId':'2',"
            })
    void everyNoticeHasAUidOfItsOwn(String one, String other) {
        String alert = "'resourceId':'" + ALERT + "',";

        assertNotEquals(
                document(alert + one, "dismiss", "{'severity':'Low'}").get("UID"),
                document(alert + other, "dismiss", "{'severity':'Low'}").get("UID"));
        assertEquals(
                document(alert + one, "dismiss", "{'severity':'Low'}").get("UID"),
                document(alert + one, "dismiss", "{'severity':'Low'}").get("UID"));
    }

    @Test
    void noticesThatDifferInTheirOwnIdsOnlyHaveUidsOfTheirOwn() {
        String event = "{'category':'Security','resourceId':'" + ALERT + "','eventDataId':'ID','status':'Failed',"
                + "'operationName':'Microsoft.Security/locations/alerts/dismiss/action'}";

        assertNotEquals(
                mapped(event.replace("ID", "a")).get("UID"),
                mapped(event.replace("ID", "b")).get("UID"));
    }

    private static JsonNode map(String more, String operation, String properties) {
        return document(more, operation, properties).get("additionalEventData");
    }

    private static JsonNode document(String more, String operation, String properties) {
        String event = "{" + more + "'category':{'value':'Security'},'eventDataId':'a',"
                + "'operationName':{'value':'Microsoft.Security/locations/alerts/" + operation + "/action'},"
                + "'properties':" + properties + "}";
        return mapped(event);
    }

    private static JsonNode mapped(String event) {
        try {
            return MAPPER.toCloudTrail(JSON.readTree(event.replace('\'', '"')), ORIGIN)
                    .get(0)
                    .document();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(event, e);
        }
    }
}
