package io.trailbridge.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.Test;

class WorkerDeathTest {
    @Test
    void theDeathOfAThreadTakesLivenessDownAndSaysWhich() throws Exception {
        try (PipelineFixture pipeline = PipelineFixture.start(Map.of())) {
            assertEquals(List.of(), dead(pipeline));

            pipeline.bridge().workerDied("batch-sqs-batch:cloudtrail-3", new StackOverflowError("too deep"));

            assertEquals(List.of("workers"), dead(pipeline));
            assertTrue(
                    pipeline.problems().contains("worker-died at thread batch-sqs-batch:cloudtrail-3"),
                    pipeline.problems());
        }
    }

    private static List<String> dead(PipelineFixture pipeline) {
        return HealthCheckHelper.invokeLiveness(pipeline.bridge().context()).stream()
                .filter(result -> result.getState() == HealthCheck.State.DOWN)
                .map(result -> result.getCheck().getId())
                .toList();
    }
}
