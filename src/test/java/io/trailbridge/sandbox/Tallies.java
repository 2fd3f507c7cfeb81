package io.trailbridge.sandbox;

import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.sinks.LakeArrivals;
import io.trailbridge.standin.sinks.SinkFixture;
import io.trailbridge.standin.sinks.Tally;
import java.util.List;

/** What each sink must get of the sample events, and where to see what it has got. */
public final class Tallies {
    private Tallies() {}

    /** CloudTrail alone. */
    public static List<Tally> ofCloudTrail(LocalClouds clouds) {
        return List.of(tally(clouds, clouds.sink("cloudtrail")));
    }

    /** Every sink of events; from now on the stand-ins keep no more than what is counted. */
    public static List<Tally> ofAllSinks(LocalClouds clouds) {
        return clouds.sinks().stream().map(sink -> tally(clouds, sink)).toList();
    }

    private static Tally tally(LocalClouds clouds, SinkFixture sink) {
        return sink.tally(() -> parked(clouds, sink.definition().id()));
    }

    /** The rows of the tuples that a {@link FlowLogPublisher} writes. */
    public static Tally ofFlowLogs(LocalClouds clouds) {
        LakeArrivals lake = new LakeArrivals(clouds.s3(), key -> key.contains("/vnet-flows/"), "/raw_data");
        return new Tally("flow-logs", FlowLogPublisher::tuplesAt, lake::times, () -> parked(clouds, "flow-logs"));
    }

    private static long parked(LocalClouds clouds, String sink) {
        return clouds.sqs().depth(clouds.deadLetterUrl(sink));
    }
}
