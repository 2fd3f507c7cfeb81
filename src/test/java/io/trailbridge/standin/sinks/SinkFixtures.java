package io.trailbridge.standin.sinks;

import io.trailbridge.standin.aws.CloudTrailDataStandIn;
import io.trailbridge.standin.aws.CloudWatchLogsStandIn;
import io.trailbridge.standin.aws.EventBridgeStandIn;
import io.trailbridge.standin.aws.S3StandIn;
import io.trailbridge.standin.aws.SecurityHubStandIn;
import java.io.IOException;
import java.util.List;

/** The fixtures of all sinks; one line registers one. */
public final class SinkFixtures {
    private SinkFixtures() {}

    /** Starts the stand-ins; the caller closes them. */
    public static List<SinkFixture> start() throws IOException {
        return List.of(
                new CloudTrailFixture(CloudTrailDataStandIn.start()),
                new SecurityLakeFixture(S3StandIn.start()),
                new SecurityHubFixture(SecurityHubStandIn.start()),
                new CloudWatchLogsFixture(CloudWatchLogsStandIn.start()),
                new EventBridgeFixture(EventBridgeStandIn.start()));
    }
}
