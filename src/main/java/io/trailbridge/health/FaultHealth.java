package io.trailbridge.health;

import io.trailbridge.fault.Fault;
import io.trailbridge.fault.Faults;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Shows each fault that lasts, by its code and what it concerns; down while one of them has lasted too long. */
final class FaultHealth extends AbstractHealthCheck {
    private final Faults faults;

    FaultHealth(Faults faults) {
        super("trailbridge", "faults");
        this.faults = faults;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        result.up();
        List<Fault> present = faults.present();
        present.forEach(fault -> result.detail(fault.code().id() + " at " + fault.at(), fault.toString()));
        if (present.stream().anyMatch(Fault::down)) {
            result.down()
                    .message(present.stream()
                            .filter(Fault::down)
                            .map(Fault::toString)
                            .collect(Collectors.joining("; ")));
        }
    }
}
