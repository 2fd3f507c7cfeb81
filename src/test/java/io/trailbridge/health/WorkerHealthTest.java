package io.trailbridge.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.junit.jupiter.api.Test;

class WorkerHealthTest {
    private final Faults faults = new Faults();
    private final WorkerHealth health = new WorkerHealth(faults);

    @Test
    void livenessIsDownOnceAThreadHasDied() {
        faults.signal("thread batch-sqs-1", Duration.ZERO)
                .raise(FaultCode.WORKER_DIED, "java.lang.Error: x", "restart it");

        assertTrue(health.isLiveness());
        assertEquals(HealthCheck.State.DOWN, state());
    }

    @Test
    void noOtherFaultAsksForARestart() {
        faults.signal("sqs-batch:q", Duration.ZERO).raise(FaultCode.UNREACHABLE, "refused", null);

        assertEquals(HealthCheck.State.UP, state());
    }

    private HealthCheck.State state() {
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(health);
        health.doCall(result, Map.of());
        return result.build().getState();
    }
}
