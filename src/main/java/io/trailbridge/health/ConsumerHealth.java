package io.trailbridge.health;

import io.trailbridge.eventhubs.ConsumerStatus;
import io.trailbridge.eventhubs.PartitionStatus;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Shows each consumer of the Event Hub, and each partition with its events in flight, its checkpoint and its lag. Never
 * down: {@link FaultHealth} shows failures.
 */
final class ConsumerHealth extends AbstractHealthCheck {
    private final Supplier<List<ConsumerStatus>> consumers;

    ConsumerHealth(Supplier<List<ConsumerStatus>> consumers) {
        super("trailbridge", "event-hubs");
        this.consumers = consumers;
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
                result.detail(
                        consumer.routeId() + ".partition-" + partition.partition(),
                        "in-flight="
                                + partition.inFlight() + " checkpoint=" + partition.checkpointSequence()
                                + " lag-events=" + partition.lagEvents());
            }
        }
    }
}
