package io.trailbridge.health;

import io.trailbridge.batch.BatchStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down when a queue or a sink has refused what it holds for longer than the limit; says since when and why. */
final class BatchHealth extends AbstractHealthCheck {
    private final Supplier<List<BatchStatus>> batches;
    private final Duration limit;
    private final Clock clock;

    BatchHealth(Supplier<List<BatchStatus>> batches, Duration limit, Clock clock) {
        super("trailbridge", "sinks");
        this.batches = batches;
        this.limit = limit;
        this.clock = clock;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        result.up();
        Instant now = clock.instant();
        for (BatchStatus batch : batches.get()) {
            result.detail(batch.name() + ".in-flight", batch.inFlight());
            if (batch.failingSince() == null) {
                continue;
            }
            String problem = batch.name() + " failing since " + batch.failingSince() + ": " + batch.lastFailure();
            result.detail(batch.name() + ".failing", problem);
            if (Duration.between(batch.failingSince(), now).compareTo(limit) > 0) {
                result.down().message(problem);
            }
        }
    }
}
