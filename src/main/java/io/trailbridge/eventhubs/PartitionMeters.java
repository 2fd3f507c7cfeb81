package io.trailbridge.eventhubs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The meters of one partition while it is owned. Counters stay registered; gauges are removed with the claim. */
final class PartitionMeters {
    final Counter received;
    final Counter processed;
    final Counter checkpoints;
    final Counter retried;
    final Counter expired;
    private final MeterRegistry registry;
    private final Tags tags;

    @GuardedBy("this")
    private final List<Meter> gauges = new ArrayList<>();

    PartitionMeters(MeterRegistry registry, String hub, String partition) {
        this.registry = registry;
        this.tags = Tags.of("hub", hub, "partition", partition);
        this.received = counter("trailbridge.events.received", "Events read from the partition");
        this.processed = counter("trailbridge.events.processed", "Events settled");
        this.checkpoints = counter("trailbridge.checkpoints.updated", "Checkpoints written");
        this.expired = counter("trailbridge.events.expired", "Events that retention removed before they were read");
        this.retried = Counter.builder("trailbridge.retried")
                .tag("at", "eventhubs")
                .description("Retries of failed events")
                .register(registry);
    }

    synchronized void show(Supplier<Number> lagEvents, Supplier<Number> lagSeconds) {
        gauges.add(gauge("trailbridge.lag.events", "Events of the partition that are not settled", lagEvents));
        gauges.add(gauge("trailbridge.lag.seconds", "Age of the oldest event that is not settled", lagSeconds));
    }

    synchronized void hide() {
        gauges.forEach(registry::remove);
        gauges.clear();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).tags(tags).description(description).register(registry);
    }

    private Meter gauge(String name, String description, Supplier<Number> value) {
        return Gauge.builder(name, value).tags(tags).description(description).register(registry);
    }
}
