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
 * Registers the checks that {@code /observe/health} shows in addition to Camel's own. They count for readiness. Only
 * the check for dead threads counts for liveness: a restart does not fix the outage of a service.
 */
public final class HealthChecks {
    private HealthChecks() {}

    /** Registers the check that shows the start from now on, before there is anything else to show. */
    public static StartHealth registerStart(CamelContext context, String step) {
        HealthCheckRegistry registry = HealthCheckHelper.getHealthCheckRegistry(context);
        StartHealth start = new StartHealth(registry, step);
        registry.register(start);
        return start;
    }

    /**
     * @param consumers the consumers of the Event Hub
     * @param batches the queues and sinks that are sent to
     * @param faults the present faults
     */
    public static void register(
            CamelContext context,
            Supplier<List<ConsumerStatus>> consumers,
            Supplier<List<BatchStatus>> batches,
            Faults faults) {
        HealthCheckRegistry registry = HealthCheckHelper.getHealthCheckRegistry(context);
        registry.register(new ConsumerHealth(consumers));
        registry.register(new BatchHealth(batches));
        registry.register(new FaultHealth(faults));
        registry.register(new WorkerHealth(faults));
    }
}
