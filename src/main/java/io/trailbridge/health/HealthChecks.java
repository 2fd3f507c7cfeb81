package io.trailbridge.health;

import io.trailbridge.batch.BatchStatus;
import io.trailbridge.eventhubs.ConsumerStatus;
import io.trailbridge.fault.Faults;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;

/**
 * Registers what {@code /observe/health} shows beside Camel's own checks. They count for readiness and, but for that of
 * threads that have died, not for liveness: a restart mends no outage of a service.
 */
public final class HealthChecks {
    private HealthChecks() {}

    /** Shows the start from now on, before there is anything else to show. */
    public static StartHealth registerStart(CamelContext context, String step) {
        HealthCheckRegistry registry = HealthCheckHelper.getHealthCheckRegistry(context);
        StartHealth start = new StartHealth(registry, step);
        registry.register(start);
        return start;
    }

    /**
     * @param consumers the consumers of the Event Hub
     * @param batches the queues and sinks that are sent to
     * @param faults what fails now
     */
    public static void register(CamelContext context, Supplier<List<ConsumerStatus>> consumers,
            Supplier<List<BatchStatus>> batches, Faults faults) {
        HealthCheckRegistry registry = HealthCheckHelper.getHealthCheckRegistry(context);
        registry.register(new ConsumerHealth(consumers));
        registry.register(new BatchHealth(batches));
        registry.register(new FaultHealth(faults));
        registry.register(new WorkerHealth(faults));
    }
}
