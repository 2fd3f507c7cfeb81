package io.trailbridge.transform.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.transform.EventOrigin;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Things that carry no time, and return to a state that they had before. */
class TimelessStatesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CloudTrailMapper MAPPER = new CloudTrailMapper(EventDataForm.ACCOUNT, null);
    private static final Instant NOON = Instant.parse("2026-11-11T12:00:00Z");
    private static final String SECURITY =
            "/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/Microsoft.Security/";
    private static final String STANDARD = SECURITY + "regulatoryComplianceStandards/PCI";
    private static final String CONTROL = STANDARD + "/regulatoryComplianceControls/1.1";
    private static final String SCORE = SECURITY + "secureScores/ascScore";
    private static final String SCORE_CONTROL = SCORE + "/secureScoreControls/mfa";
    private static final String PATH = SECURITY + "attackPaths/p";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                SCORE + " | 'score':{'current':5,'max':10} | 'score':{'current':6,'max':10}",
                SCORE_CONTROL + " | 'score':{'current':5,'max':10} | 'healthyResourceCount':3",
                STANDARD + " | 'state':'Failed' | 'state':'Passed'",
                CONTROL + " | 'state':'Failed','failedAssessments':1 | 'state':'Failed','failedAssessments':2",
                CONTROL + "/regulatoryComplianceAssessments/a | 'state':'Failed' | 'state':'Passed'",
                PATH + " | 'riskLevel':'High' | 'riskLevel':'Low'"
            })
    void aStateThatReturnsHasAnIdOfItsOwn(String id, String one, String other) {
        Set<String> ids = Set.of(
                uid(id, one, "", NOON), uid(id, other, "", NOON.plusMillis(1)), uid(id, one, "", NOON.plusMillis(2)));

        assertEquals(3, ids.size());
        assertEquals(uid(id, one, "", NOON), uid(id.toUpperCase(Locale.ROOT), one, "", NOON));
        assertNotEquals(uid(id, one, "", NOON), uid(id, other, "", NOON));
    }

    @ParameterizedTest
    @ValueSource(strings = {SCORE, SCORE_CONTROL, STANDARD, CONTROL, PATH})
    void everyDeletionHasAnIdOfItsOwn(String id) {
        String deletion = ",'securityEventDataEnrichment':{'action':'Delete'}";

        Set<String> ids =
                Set.of(uid(id, "", "", NOON), uid(id, "", deletion, NOON), uid(id, "", deletion, NOON.plusSeconds(1)));

        assertEquals(3, ids.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {SCORE, SCORE_CONTROL})
    void aPercentageAndAScoreThatIsANumberMakeAState(String id) {
        Set<String> ids = Set.of(
                uid(id, "'score':{'percentage':0.5}", "", NOON),
                uid(id, "'score':{'percentage':0.6}", "", NOON),
                uid(id, "'score':0.5", "", NOON),
                uid(id, "'score':0.6", "", NOON),
                uid(id, "", "", NOON));

        assertEquals(5, ids.size());
    }

    private static String uid(String id, String properties, String more, Instant enqueued) {
        String event = "{'id':'" + id + "','properties':{" + properties + "}" + more + "}";
        try {
            return MAPPER.toCloudTrail(
                            JSON.readTree(event.replace('\'', '"')), new EventOrigin("hub", "0", 7L, enqueued, 0))
                    .get(0)
                    .document()
                    .get("UID")
                    .textValue();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(event, e);
        }
    }
}
