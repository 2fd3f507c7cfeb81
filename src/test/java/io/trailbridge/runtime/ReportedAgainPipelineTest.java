package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Security Hub forgets a finding 90 days after its UpdatedAt: a weekly snapshot of an old state must renew it. */
class ReportedAgainPipelineTest {
    private static final String ASSESSMENT = """
            {"type":"Microsoft.Security/assessments","id":"/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/\
            providers/Microsoft.Security/assessments/a","name":"a",\
            "securityEventDataEnrichment":{"action":"%s","isSnapshot":%s},\
            "properties":{"displayName":"A","status":{"code":"%s","firstEvaluationDate":"2020-01-01T00:00:00Z",\
            "statusChangeDate":"2020-01-01T00:00:00Z"}}}""";

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void theFindingIsRenewedByASnapshotAndClosedByWhatComesAfterIt() throws Exception {
        Instant start = Instant.now().minusSeconds(1);
        try (PipelineFixture pipeline = PipelineFixture.startWithAllSinks()) {
            JsonNode open = held(pipeline, 0, ASSESSMENT.formatted("Insert", false, "Unhealthy"), 1);
            JsonNode again = held(pipeline, 1, ASSESSMENT.formatted("Insert", true, "Unhealthy"), 2);

            assertEquals("FAILED", again.at("/Compliance/Status").asText());
            assertTrue(Instant.parse(open.get("UpdatedAt").asText()).isAfter(start), open::toString);
            assertTrue(again.get("UpdatedAt")
                            .asText()
                            .compareTo(open.get("UpdatedAt").asText())
                    > 0);
            assertEquals(again.get("UpdatedAt"), again.get("LastObservedAt"));

            JsonNode passed = held(pipeline, 2, ASSESSMENT.formatted("Write", false, "Healthy"), 3);
            assertEquals("PASSED", passed.at("/Compliance/Status").asText());
            JsonNode deleted = held(pipeline, 3, ASSESSMENT.formatted("Delete", false, "Healthy"), 4);
            assertEquals("ARCHIVED", deleted.get("RecordState").asText());
        }
    }

    /** What Security Hub holds of the finding when it has accepted so many states of it. */
    private static JsonNode held(PipelineFixture pipeline, int partition, String event, int states) {
        pipeline.publish(partition, event);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> pipeline.clouds().securityHub().acceptedCount() == states);
        return pipeline.clouds().securityHub().findings().values().iterator().next();
    }
}
