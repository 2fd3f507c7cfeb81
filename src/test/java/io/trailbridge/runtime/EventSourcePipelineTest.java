package io.trailbridge.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EventSourcePipelineTest {
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void auditEventsHaveTheSourceThatIsSet() throws Exception {
        try (PipelineFixture pipeline =
                PipelineFixture.start(Map.of("TRAILBRIDGE_CLOUDTRAIL_EVENT_SOURCE", "contoso-defender"))) {
            Set<String> uids = pipeline.publish(1);
            pipeline.awaitDelivered(uids);
            uids.forEach(uid -> {
                String eventData = pipeline.clouds().cloudTrail().accepted().get(uid);
                assertTrue(eventData.contains("\"eventSource\":\"contoso-defender\""), eventData);
            });
        }
    }
}
