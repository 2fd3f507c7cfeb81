package io.trailbridge.standin.sinks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sinks.cloudwatchlogs.CloudWatchLogsSink;
import io.trailbridge.standin.aws.CloudWatchLogsStandIn;
import io.trailbridge.standin.aws.SdkSettings;
import io.trailbridge.standin.samples.SampleEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** CloudWatch Logs, whose groups the bridge creates. */
public record CloudWatchLogsFixture(CloudWatchLogsStandIn standIn) implements SinkFixture {
    private static final ObjectMapper JSON = new ObjectMapper();

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
        standIn.keepOnly(CloudWatchLogsFixture::keyOf);
        return new Tally(definition().id(), CloudWatchLogsFixture::keysOf, this::logged, parked);
    }

    /** An event without a form in OCSF comes in its envelope. */
    private static List<String> keysOf(long n) {
        List<String> uids = SampleEvents.expectedTexts("ocsf", "/finding_info/uid", n);
        return uids.isEmpty() ? List.of(tree(new String(SampleEvents.at(n), StandardCharsets.UTF_8))
                .path("id").asText()) : uids;
    }

    private static String keyOf(String message) {
        JsonNode event = tree(message);
        return event.has("event_data") ? event.at("/event_data/id").asText() : event.at("/finding_info/uid").asText();
    }

    private Map<String, Integer> logged() {
        Map<String, Integer> times = new HashMap<>();
        standIn.accepted().forEach(event -> times.merge(event.message(), 1, Integer::sum));
        return times;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stopListening() {
        standIn.stopListening();
    }

    @Override
    public void listenAgain() {
        standIn.listenAgain();
    }

    @Override
    public void close() {
        standIn.close();
    }
}
