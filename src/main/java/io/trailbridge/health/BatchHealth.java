package io.trailbridge.health;

import io.trailbridge.batch.BatchStatus;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Shows what each queue and sink has in flight. Always up: {@link FaultHealth} shows failures. */
final class BatchHealth extends AbstractHealthCheck {
    private final Supplier<List<BatchStatus>> batches;

    BatchHealth(Supplier<List<BatchStatus>> batches) {
        super("trailbridge", "sinks");
        this.batches = batches;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        result.up();
        batches.get().forEach(batch -> result.detail(batch.name() + ".in-flight", batch.inFlight()));
    }
}
