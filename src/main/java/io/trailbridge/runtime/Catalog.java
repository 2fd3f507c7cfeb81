package io.trailbridge.runtime;

import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sinks.cloudtrail.CloudTrailSink;
import io.trailbridge.sinks.cloudwatchlogs.CloudWatchLogsSink;
import io.trailbridge.sinks.eventbridge.EventBridgeSink;
import io.trailbridge.sinks.securityhub.SecurityHubSink;
import io.trailbridge.sinks.securitylake.SecurityLakeSink;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** All sinks and all settings that there are. */
public final class Catalog {
    /** One line registers a sink. */
    public static final List<SinkDefinition> SINKS = List.of(
            new CloudTrailSink(),
            new SecurityLakeSink(),
            new SecurityHubSink(),
            new CloudWatchLogsSink(),
            new EventBridgeSink(),
            new FlowLogsSink());

    private Catalog() {}

    /** Returns the settings of the bridge as a whole and those of each sink, in the order of the documents. */
    public static List<Setting> settings() {
        return Stream.concat(Setting.core().stream(), SINKS.stream().flatMap(sink -> sink.settings().stream()))
                .toList();
    }

    /** Reads the settings; see {@link Settings#load}. */
    public static Settings load(Path file, Map<String, String> environment, Properties system) {
        return Settings.load(settings(), file, environment, system);
    }
}
