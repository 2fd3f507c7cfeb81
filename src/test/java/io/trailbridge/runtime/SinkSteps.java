package io.trailbridge.runtime;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.settings.Settings;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Processor;
import org.apache.camel.support.SimpleRegistry;

/** The mapping steps of all sinks as a bridge makes them, for tests that feed them by hand. Thread-safe. */
public final class SinkSteps {
    public static final String ACCOUNT = "123456789012";
    public static final String PRODUCT =
            "arn:aws:securityhub:eu-west-1:" + ACCOUNT + ":product/" + ACCOUNT + "/default";

    private final SimpleRegistry registry = new SimpleRegistry();

    /** With the settings as they come, but that no kind of event is left out. */
    public SinkSteps() {
        Properties properties = new Properties();
        properties.put("trailbridge.cloudtrail.channelArn", "arn:aws:cloudtrail:eu-west-1:" + ACCOUNT
                + ":channel/11111111-2222-4333-8444-555555555555");
        properties.put("trailbridge.securityhub.productArn", PRODUCT);
        properties.put("trailbridge.securityhub.leaveOut", "none");
        Steps.of(Settings.load(null, Map.of(), properties), sink -> true, new SimpleMeterRegistry()).bind(registry);
    }

    /** By the name that the route file knows. */
    public Processor step(String name) {
        return registry.lookupByNameAndType(name, Processor.class);
    }
}
