package io.trailbridge.standin.sinks;

import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sinks.cloudwatchlogs.CloudWatchLogsSink;
import io.trailbridge.standin.aws.CloudWatchLogsStandIn;
import io.trailbridge.standin.aws.SdkSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** CloudWatch Logs, whose groups the bridge creates. */
public record CloudWatchLogsFixture(CloudWatchLogsStandIn standIn) implements SinkFixture {
    @Override
    public SinkDefinition definition() {
        return new CloudWatchLogsSink();
    }

    @Override
    public void locate(SdkSettings sdk) {
        sdk.cloudWatchLogs(standIn.endpoint());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("TRAILBRIDGE_CLOUDWATCHLOGS_CREATE", "true");
    }

    @Override
    public String endpointUri() {
        return "cloudwatch-logs:/a";
    }

    @Override
    public Tally tally(LongSupplier parked) {
        standIn.keepOnly(OcsfKeys::of);
        return new Tally(definition().id(), OcsfKeys::expected, this::logged, parked);
    }

    private Map<String, Integer> logged() {
        Map<String, Integer> times = new HashMap<>();
        standIn.accepted().forEach(event -> times.merge(event.message(), 1, Integer::sum));
        return times;
    }
}
