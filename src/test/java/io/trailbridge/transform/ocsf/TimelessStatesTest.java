package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.transform.EventOrigin;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that carry no time: a state that comes again after another is a new event, however like the first. */
class TimelessStatesTest {
    private static final String SECURITY =
            "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/Microsoft.Security/";
    private static final String SCORE = "{'id':'" + SECURITY + "secureScores/ascScore','name':'ascScore',"
            + "'type':'Microsoft.Security/secureScores','properties':{'score':%s}}";
    private static final String REGULATORY = "{'id':'" + SECURITY + "regulatoryComplianceStandards/PCI','name':'PCI',"
            + "'type':'Microsoft.Security/regulatoryComplianceStandards','properties':{'state':'Failed'}}";
    private static final String ATTACK_PATH =
            "{'id':'" + SECURITY + "attackPaths/p','type':'Microsoft.Security/attackPaths','properties':{}}";
    private static final String DELETED = "{'SystemAlertId':'a-1','AlertType':'VM_Test','TimeGenerated':"
            + "'2026-03-02T07:21:30Z','securityEventDataEnrichment':{'action':'Delete'}}";
    private static final String DATED =
            "{'SystemAlertId':'a-1','AlertType':'VM_Test','TimeGenerated':'2026-03-02T07:21:30Z'}";

    private static JsonNode finding(String event, String arrival) {
        Instant enqueued = arrival == null ? null : Instant.parse(arrival);
        return PostureSamples.map(
                        OcsfMapper.VERSION,
                        PostureSamples.read(event.replace('\'', '"')),
                        new EventOrigin("hub", "1", 5L, enqueued, 0))
                .get(0)
                .document();
    }

    private static String uid(String event, String arrival) {
        return finding(event, arrival).at("/metadata/uid").textValue();
    }

    private static String score(String score) {
        return String.format(SCORE, score);
    }

    @ParameterizedTest
    @ValueSource(strings = {SCORE, REGULATORY, ATTACK_PATH, DELETED})
    void aStateThatComesAgainIsAnotherEventOfTheSameFinding(String form) {
        String event = form.replace("%s", "{'current':3,'max':9,'percentage':0.33}");
        String first = uid(event, "2026-05-05T10:00:00Z");

        assertNotEquals(first, uid(event, "2026-05-07T10:00:00Z"));
        assertEquals(first, uid(event, "2026-05-05T10:00:00Z"));
        assertEquals(
                finding(event, "2026-05-05T10:00:00Z").at("/finding_info/uid"),
                finding(event, "2026-05-07T10:00:00Z").at("/finding_info/uid"));
    }

    @Test
    void anEventWithATimeOfItsOwnIsTheSameWheneverItArrives() {
        assertEquals(uid(DATED, "2026-05-05T10:00:00Z"), uid(DATED, "2026-05-07T10:00:00Z"));
        assertEquals(uid(DATED, "2026-05-05T10:00:00Z"), uid(DATED, null));
    }

    @Test
    void everyPartOfAScoreIsPartOfItsState() {
        String arrival = "2026-05-05T10:00:00Z";
        String first = uid(score("{'current':3,'max':9,'percentage':0.33}"), arrival);

        assertNotEquals(first, uid(score("{'current':3,'max':9,'percentage':0.34}"), arrival));
        assertNotEquals(uid(score("17"), arrival), uid(score("18"), arrival));
    }
}
