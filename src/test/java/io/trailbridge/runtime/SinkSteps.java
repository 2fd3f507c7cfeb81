package io.trailbridge.runtime;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.sinks.StepContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Processor;

/** The mapping steps of all sinks as a bridge makes them, for tests that feed them by hand. Thread-safe. */
public final class SinkSteps {
    public static final String ACCOUNT = "123456789012";
    public static final String PRODUCT =
            "arn:aws:securityhub:eu-west-1:" + ACCOUNT + ":product/" + ACCOUNT + "/default";

    private final Map<String, Processor> steps = new HashMap<>();

    /** With the settings as they come, but that no kind of event is left out. */
    public SinkSteps() {
        Properties properties = new Properties();
        properties.put(
                "trailbridge.cloudtrail.channelArn",
                "arn:aws:cloudtrail:eu-west-1:" + ACCOUNT + ":channel/11111111-2222-4333-8444-555555555555");
        properties.put("trailbridge.securityhub.productArn", PRODUCT);
        properties.put("trailbridge.securityhub.leaveOut", "none");
        StepContext context =
                new StepContext(Catalog.load(null, Map.of(), properties), new BatchMeters(new SimpleMeterRegistry()));
        Catalog.SINKS.forEach(sink -> steps.putAll(sink.steps(context)));
    }

    /** By the name that the route file knows. */
    public Processor step(String name) {
        return steps.get(name);
    }
}
