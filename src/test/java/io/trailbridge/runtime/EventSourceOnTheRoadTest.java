package io.trailbridge.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EventSourceOnTheRoadTest {
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void auditEventsHaveTheSourceThatIsSet() throws Exception {
        try (Road road = Road.start(Map.of("TRAILBRIDGE_CLOUDTRAIL_EVENT_SOURCE", "contoso-defender"))) {
            Set<String> uids = road.publish(1);
            road.awaitDelivered(uids);
            uids.forEach(uid -> {
                String eventData = road.clouds().cloudTrail().accepted().get(uid);
                assertTrue(eventData.contains("\"eventSource\":\"contoso-defender\""), eventData);
            });
        }
    }
}
