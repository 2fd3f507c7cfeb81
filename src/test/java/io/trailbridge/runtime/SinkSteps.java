package io.trailbridge.runtime;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.settings.Settings;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Processor;
import org.apache.camel.support.SimpleRegistry;

/** The mapping steps of all sinks as a bridge makes them, for tests that feed them by hand. Thread-safe. */
public final class SinkSteps {
    private final SimpleRegistry registry = new SimpleRegistry();

    /** @param settings by the names of their properties */
    public SinkSteps(Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        Steps.of(Settings.load(null, Map.of(), properties), sink -> true, new SimpleMeterRegistry()).bind(registry);
    }

    /** By the name that the route file knows. */
    public Processor step(String name) {
        return registry.lookupByNameAndType(name, Processor.class);
    }
}
