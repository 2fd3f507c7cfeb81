package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.SqsStandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stop while a sink is down leaves nothing hidden in its queue. */
@Tag("slow")
class RestartsInAnOutageTest {
    private static final int EVENTS = 120;

    @ParameterizedTest
    @ValueSource(ints = {1, 25})
    @Timeout(240)
    void whatAStopLeavesIsVisibleAtOnceAndDeliveredByTheNextStart(int eventsPerMessage) throws Exception {
        Map<String, String> settings =
                Map.of("TRAILBRIDGE_STOP_GRACE", "1s", "TRAILBRIDGE_QUEUE_EVENTS_PER_MESSAGE", "" + eventsPerMessage);
        try (PipelineFixture pipeline = PipelineFixture.start(settings)) {
            SqsStandIn sqs = pipeline.clouds().sqs();
            String queue = pipeline.clouds().queue().url();
            pipeline.clouds().cloudTrail().faults().fail(Failure.UNAVAILABLE);
            Set<String> uids = pipeline.publish(EVENTS);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> pipeline.count("trailbridge.sqs.sent") == EVENTS && sqs.depth(queue) == 0);
            int messages = sqs.held(queue);
            assertTrue(eventsPerMessage == 1 ? messages == EVENTS : messages < EVENTS, "messages: " + messages);

            pipeline.bridge().close();

            assertEquals(0, sqs.held(queue), "hidden until their visibility timeout");
            assertEquals(messages, sqs.depth(queue));
            pipeline.clouds().cloudTrail().faults().clear();
            try (Bridge next = PipelineFixture.bridge(pipeline.clouds(), Path.of("routes"), settings)) {
                next.start();
                pipeline.awaitDelivered(uids);
            }
            assertEquals(0, sqs.depth(pipeline.clouds().queue().deadLetterUrl()));
        }
    }
}
