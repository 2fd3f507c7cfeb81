package io.trailbridge.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.trailbridge.eventhubs.ConsumerStatus;
import io.trailbridge.eventhubs.PartitionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.junit.jupiter.api.Test;

class ConsumerHealthTest {
    @Test
    void eachConsumerAndEachOfItsPartitionsIsShown() {
        PartitionStatus known = new PartitionStatus("0", 3, 8L, null, null, 7L, null, null, 7L, 12L, null);
        PartitionStatus unknown = new PartitionStatus("1", 0, null, null, null, null, null, null, null, null, null);

        HealthCheck.Result result =
                call(consumer("ingest", List.of(known, unknown), null), consumer("other", List.of(), null));

        assertEquals("ns/hub/group", result.getDetails().get("ingest.hub"));
        assertEquals(true, result.getDetails().get("ingest.running"));
        assertEquals(
                "in-flight=3 checkpoint=7 lag-events=12", result.getDetails().get("ingest.partition-0"));
        assertEquals(
                "in-flight=0 checkpoint=null lag-events=null",
                result.getDetails().get("ingest.partition-1"));
        assertEquals("ns/hub/group", result.getDetails().get("other.hub"));
        assertFalse(result.getDetails().containsKey("ingest.last-error"));
    }

    @Test
    void theLastErrorIsShownWithItsTimeAndIsNoReasonToBeDown() {
        HealthCheck.Result result = call(consumer("ingest", List.of(), "refused"));

        assertEquals("1970-01-01T00:00:00Z refused", result.getDetails().get("ingest.last-error"));
        assertEquals(HealthCheck.State.UP, result.getState());
    }

    private static ConsumerStatus consumer(String route, List<PartitionStatus> partitions, String error) {
        return new ConsumerStatus(
                route, "ns/hub/group", true, true, null, null, partitions, error, error == null ? null : Instant.EPOCH);
    }

    private static HealthCheck.Result call(ConsumerStatus... consumers) {
        ConsumerHealth health = new ConsumerHealth(() -> List.of(consumers));
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(health);
        health.doCall(result, Map.of());
        return result.build();
    }
}
