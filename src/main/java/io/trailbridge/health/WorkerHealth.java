package io.trailbridge.health;

import io.trailbridge.fault.Fault;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** The only check that counts for liveness: permanently down once a thread has died, since a restart fixes that. */
final class WorkerHealth extends AbstractHealthCheck {
    private final Faults faults;

    WorkerHealth(Faults faults) {
        super("trailbridge", "workers");
        this.faults = faults;
    }

    @Override
    public boolean isLiveness() {
        return true;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        List<Fault> dead = faults.present().stream()
                .filter(fault -> fault.code() == FaultCode.WORKER_DIED)
                .toList();
        if (dead.isEmpty()) {
            result.up();
        } else {
            result.down().message(dead.stream().map(Fault::toString).collect(Collectors.joining("; ")));
        }
    }
}
