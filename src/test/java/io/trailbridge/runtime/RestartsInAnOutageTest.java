package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.SqsStandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stop while a sink is down leaves nothing hidden in its queue. */
class RestartsInAnOutageTest {
    private static final int EVENTS = 120;
    private static final Map<String, String> SHORT_GRACE = Map.of("TRAILBRIDGE_STOP_GRACE", "1s");

    @Test
    @Timeout(240)
    void whatAStopLeavesIsVisibleAtOnceAndDeliveredByTheNextStart() throws Exception {
        try (PipelineFixture pipeline = PipelineFixture.start(SHORT_GRACE)) {
            SqsStandIn sqs = pipeline.clouds().sqs();
            String queue = pipeline.clouds().queue().url();
            pipeline.clouds().cloudTrail().faults().fail(Failure.UNAVAILABLE);
            Set<String> uids = pipeline.publish(EVENTS);
            await().atMost(Duration.ofSeconds(60)).until(() -> sqs.held(queue), held -> held == EVENTS);

            pipeline.bridge().close();

            assertEquals(0, sqs.held(queue), "hidden until their visibility timeout");
            assertEquals(EVENTS, sqs.depth(queue));
            pipeline.clouds().cloudTrail().faults().clear();
            try (Bridge next = PipelineFixture.bridge(pipeline.clouds(), Path.of("routes"), SHORT_GRACE)) {
                next.start();
                pipeline.awaitDelivered(uids);
            }
            assertEquals(0, sqs.depth(pipeline.clouds().queue().deadLetterUrl()));
        }
    }
}
