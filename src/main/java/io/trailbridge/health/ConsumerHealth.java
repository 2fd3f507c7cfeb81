package io.trailbridge.health;

import io.trailbridge.eventhubs.ConsumerStatus;
import io.trailbridge.eventhubs.PartitionStatus;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Down when a consumer of the Event Hub has been unable to share out partitions, to settle an event or to write a
 * checkpoint for longer than its limit. Shows each partition with what is in flight, its checkpoint and its lag.
 */
final class ConsumerHealth extends AbstractHealthCheck {
    private final Supplier<List<ConsumerStatus>> consumers;
    private final Clock clock;

    ConsumerHealth(Supplier<List<ConsumerStatus>> consumers, Clock clock) {
        super("trailbridge", "event-hubs");
        this.consumers = consumers;
        this.clock = clock;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        result.up();
        for (ConsumerStatus consumer : consumers.get()) {
            result.detail(consumer.routeId() + ".hub", consumer.hub());
            result.detail(consumer.routeId() + ".running", consumer.running());
            if (consumer.lastError() != null) {
                result.detail(consumer.routeId() + ".last-error", consumer.lastErrorAt() + " " + consumer.lastError());
            }
            for (PartitionStatus partition : consumer.partitions()) {
                result.detail(consumer.routeId() + ".partition-" + partition.partition(), "in-flight="
                        + partition.inFlight() + " checkpoint=" + partition.checkpointSequence()
                        + " lag-events=" + partition.lagEvents());
            }
            List<String> problems = consumer.problems(clock.instant());
            if (!problems.isEmpty()) {
                result.down().message(String.join("; ", problems));
            }
        }
    }
}
