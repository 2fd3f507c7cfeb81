package io.trailbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.aws.CloudWatchLogsStandIn;
import io.trailbridge.standin.samples.SampleEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each sink must get of the sample events, and where to see what it has got. */
public final class Tallies {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Tallies() {}

    /** CloudTrail alone. */
    public static List<Tally> ofCloudTrail(LocalClouds clouds) {
        clouds.cloudTrail().keepOnlyIds();
        return List.of(new Tally("cloudtrail", SampleEvents::expectedUids, clouds.cloudTrail()::timesAccepted,
                () -> clouds.sqs().depth(clouds.queue().deadLetterUrl())));
    }

    /** Every sink of events; from now on the stand-ins keep no more than what is counted. */
    public static List<Tally> ofAllSinks(LocalClouds clouds) {
        List<Tally> tallies = new ArrayList<>(ofCloudTrail(clouds));
        LakeArrivals lake = new LakeArrivals(clouds.s3(), key -> key.contains("/defender-"), "/finding_info/uid");
        tallies.add(new Tally("security-lake", n -> SampleEvents.expectedTexts("ocsf-1.3.0", "/finding_info/uid", n),
                lake::times, () -> clouds.sqs().depth(clouds.deadLetterUrl("security-lake"))));
        tallies.add(new Tally("security-hub", n -> SampleEvents.expectedTexts("asff", "/Id", n),
                clouds.securityHub()::timesAccepted, () -> clouds.sqs().depth(clouds.deadLetterUrl("security-hub"))));
        clouds.cloudWatchLogs().keepOnly(Tallies::keyOfLogEvent);
        tallies.add(new Tally("cloudwatch-logs", Tallies::keysOfLogEvents, () -> logged(clouds.cloudWatchLogs()),
                () -> clouds.sqs().depth(clouds.deadLetterUrl("cloudwatch-logs"))));
        return tallies;
    }

    /** The rows of the tuples that a {@link FlowLogPublisher} writes. */
    public static Tally ofFlowLogs(LocalClouds clouds) {
        LakeArrivals lake = new LakeArrivals(clouds.s3(), key -> key.contains("/vnet-flows/"), "/raw_data");
        return new Tally("flow-logs", FlowLogPublisher::tuplesAt, lake::times,
                () -> clouds.sqs().depth(clouds.deadLetterUrl("flow-logs")));
    }

    /** An event without a form in OCSF comes in its envelope. */
    private static List<String> keysOfLogEvents(long n) {
        List<String> uids = SampleEvents.expectedTexts("ocsf", "/finding_info/uid", n);
        return uids.isEmpty() ? List.of(tree(new String(SampleEvents.at(n), StandardCharsets.UTF_8))
                .path("id").asText()) : uids;
    }

    private static String keyOfLogEvent(String message) {
        JsonNode event = tree(message);
        return event.has("event_data") ? event.at("/event_data/id").asText() : event.at("/finding_info/uid").asText();
    }

    private static Map<String, Integer> logged(CloudWatchLogsStandIn logs) {
        Map<String, Integer> times = new HashMap<>();
        logs.accepted().forEach(event -> times.merge(event.message(), 1, Integer::sum));
        return times;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
