package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.samples.SampleEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** A running bridge between local clouds, with short intervals, and what tests ask of it. */
final class PipelineFixture implements AutoCloseable {
    private final LocalClouds clouds;
    private final Bridge bridge;
    private final Runnable undo;
    private long next;

    private PipelineFixture(LocalClouds clouds, Path file, Path routes, Map<String, String> settings) throws Exception {
        this.clouds = clouds;
        undo = clouds.sdk().apply();
        bridge = bridge(clouds, file, routes, settings);
    }

    /** The same with every sink on, not CloudTrail alone. */
    static PipelineFixture startWithAllSinks() throws Exception {
        return startWithAllSinks(null);
    }

    /** @param file further settings, of Camel's for example; may be null */
    static PipelineFixture startWithAllSinks(Path file) throws Exception {
        LocalClouds clouds = LocalClouds.startWithFaults(4);
        PipelineFixture pipeline = new PipelineFixture(clouds, file, Path.of("routes"), clouds.environmentOfAllSinks());
        pipeline.bridge.start();
        return pipeline;
    }

    /** Clouds whose queue and table can be disturbed, and a bridge on the project's own routes. */
    static PipelineFixture start(Map<String, String> settings) throws Exception {
        return start(Path.of("routes"), settings);
    }

    static PipelineFixture start(Path routes, Map<String, String> settings) throws Exception {
        PipelineFixture pipeline = new PipelineFixture(LocalClouds.startWithFaults(4), null, routes, settings);
        pipeline.bridge.start();
        return pipeline;
    }

    /** A further bridge on these clouds; not started. */
    static Bridge bridge(LocalClouds clouds, Path routes, Map<String, String> settings) throws Exception {
        return bridge(clouds, null, routes, settings);
    }

    private static Bridge bridge(LocalClouds clouds, Path file, Path routes, Map<String, String> settings)
            throws Exception {
        Map<String, String> environment = new LinkedHashMap<>(clouds.environment());
        environment.put("TRAILBRIDGE_EVENTHUBS_LOAD_BALANCING_INTERVAL", "500ms");
        environment.put("TRAILBRIDGE_EVENTHUBS_OWNERSHIP_EXPIRY", "5s");
        environment.put("TRAILBRIDGE_EVENTHUBS_PARTITION_WATCH_INTERVAL", "1s");
        environment.put("TRAILBRIDGE_HEALTH_FAILING_LIMIT", "1s");
        environment.put("TRAILBRIDGE_STOP_GRACE", "10s");
        environment.putAll(settings);
        Bridge bridge = new Bridge(Catalog.load(file, environment, new Properties()), routes);
        bridge.init();
        return bridge;
    }

    LocalClouds clouds() {
        return clouds;
    }

    Bridge bridge() {
        return bridge;
    }

    /** Puts so many further sample events into the hub and returns the UIDs of the audit events that must arrive. */
    Set<String> publish(int events) {
        Set<String> uids = new HashSet<>();
        for (int i = 0; i < events; i++, next++) {
            uids.addAll(SampleEvents.expectedUids(next));
            publish((int) (next % 4), new String(SampleEvents.at(next), StandardCharsets.UTF_8));
        }
        return uids;
    }

    void publish(int partition, String event) {
        clouds.eventHubs().hub(LocalClouds.HUB).append(partition, event);
    }

    /** Waits until all of them have been accepted by the channel. */
    void awaitDelivered(Set<String> uids) {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> missing(uids), Set::isEmpty);
    }

    Set<String> missing(Set<String> uids) {
        Set<String> missing = new TreeSet<>(uids);
        missing.removeAll(clouds.cloudTrail().timesAccepted().keySet());
        return missing;
    }

    /** What health reports as down: each check's id with its message. */
    String problems() {
        return HealthCheckHelper.invoke(bridge.context()).stream()
                .filter(result -> result.getState() == HealthCheck.State.DOWN)
                .map(result ->
                        result.getCheck().getId() + ": " + result.getMessage().orElse("")
                                + result.getError().map(error -> " " + error).orElse(""))
                .collect(Collectors.joining("\n"));
    }

    double count(String meter) {
        return bridge.context().getRegistry().findSingleByType(MeterRegistry.class).find(meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Override
    public void close() {
        bridge.close();
        clouds.close();
        undo.run();
    }
}
