package io.trailbridge.flowlogs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.transform.EventKind;

/** The counters of the flow log reader. Thread-safe. */
final class FlowLogMeters {
    static final String NAME = "flow-logs";

    private final MeterRegistry registry;
    private final Counter bytes;
    private final Counter rows;
    private final Counter rejects;
    private final Counter retried;

    FlowLogMeters(MeterRegistry registry) {
        this.registry = registry;
        bytes = Counter.builder("trailbridge.flowlogs.read")
                .baseUnit("bytes")
                .description("Bytes fetched from flow logs")
                .register(registry);
        rows = Counter.builder("trailbridge.flowlogs.rows")
                .description("Rows made of flow tuples and stored")
                .register(registry);
        rejects = Counter.builder("trailbridge.flowlogs.rejected")
                .description("Malformed tuples and records that were dead-lettered, or counted in a dead letter")
                .register(registry);
        retried = Counter.builder("trailbridge.retried")
                .tag("at", NAME)
                .description("Readings of a blob postponed because of a transient failure")
                .register(registry);
    }

    void read(int length) {
        bytes.increment(length);
    }

    void stored(int count) {
        rows.increment(count);
    }

    void rejected(long count) {
        rejects.increment(count);
    }

    void retry() {
        retried.increment();
    }

    /** Counts an event that is not for the reader but for the sinks. */
    void leftOut(EventKind kind) {
        new BatchMeters(registry).leftOut(NAME, kind.id()).increment();
    }

    /** Counts a notice that is completed: its blob was read, it was covered already, or it failed. */
    void notice(String result) {
        registry.counter("trailbridge.flowlogs.notices", "result", result).increment();
    }
}
