package io.trailbridge.batch.camel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.batch.BatchStatus;
import io.trailbridge.batch.BatchStatusSource;
import io.trailbridge.batch.Batcher;
import io.trailbridge.fault.Faults;
import io.trailbridge.memory.InFlightBytes;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Base of the components that use {@link Batcher}: their meters, and the status of all running batchers. */
public abstract class BatchComponent extends DefaultComponent implements BatchStatusSource {
    /**
     * Where to count. Without it, the only registry in the Camel registry; without that, a private one.
     */
    @Metadata(label = "advanced", autowired = true)
    private MeterRegistry meterRegistry;

    private final Set<Batcher<?>> running = ConcurrentHashMap.newKeySet();

    @GuardedBy("this")
    private BatchMeters meters;

    private Faults faults = new Faults();
    private Duration failingLimit = Duration.ofSeconds(30);
    private InFlightBytes memory = InFlightBytes.unbounded();
    private String defaultRegion;

    public MeterRegistry getMeterRegistry() {
        return meterRegistry;
    }

    public void setMeterRegistry(MeterRegistry meterRegistry) {
        this.meterRegistry = meterRegistry;
    }

    /**
     * Sets where failures are reported; without it, they are reported in the log only. To be set before the first
     * producer starts.
     */
    public void setFaults(Faults faults) {
        this.faults = faults;
    }

    /** Sets how long a sink may fail before health is down. To be set before the first producer starts. */
    public void setFailingLimit(Duration failingLimit) {
        this.failingLimit = failingLimit;
    }

    /** Sets the limit on the bytes of all batchers together. To be set before the first producer starts. */
    public void setMemory(InFlightBytes memory) {
        this.memory = memory;
    }

    /** Sets the region of endpoints without one; by default the SDK's default region. */
    public void setDefaultRegion(String defaultRegion) {
        this.defaultRegion = defaultRegion;
    }

    /** Returns the region of endpoints without one; the SDK's default region when none was set. */
    public final String defaultRegion() {
        return defaultRegion == null
                ? new DefaultAwsRegionProviderChain().getRegion().id()
                : defaultRegion;
    }

    final InFlightBytes memory() {
        return memory;
    }

    @Override
    public final List<BatchStatus> batchStatuses() {
        return running.stream()
                .map(Batcher::status)
                .sorted(Comparator.comparing(BatchStatus::name))
                .toList();
    }

    final void started(List<? extends Batcher<?>> batchers) {
        running.addAll(batchers);
    }

    final void stopped(List<? extends Batcher<?>> batchers) {
        running.removeAll(Set.copyOf(batchers));
    }

    /** Returns the meters; created on first use, because a registry may be bound after the component was created. */
    final synchronized BatchMeters meters() {
        if (meters == null) {
            if (meterRegistry == null) {
                meterRegistry = CamelContextHelper.findSingleByType(getCamelContext(), MeterRegistry.class);
            }
            meters = new BatchMeters(
                    meterRegistry == null ? new SimpleMeterRegistry() : meterRegistry, faults, failingLimit);
        }
        return meters;
    }
}
