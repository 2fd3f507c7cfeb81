package io.trailbridge.packaged;

import io.trailbridge.sandbox.Tallies;
import io.trailbridge.standin.LocalClouds;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@link HardKills} of a process that delivers to CloudTrail. {@code -Dkills} and {@code -Dkill.events} make it longer:
 * the short run belongs to every build, the long one to the continuous integration.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class HardKillIT {
    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final int EVENTS = Integer.getInteger("kill.events", 4000);

    @Test
    void aKilledProcessLosesNoEvent() throws Exception {
        try (LocalClouds clouds = LocalClouds.start(4)) {
            Map<String, String> environment = clouds.environment();
            environment.put("TRAILBRIDGE_CLOUDTRAIL_VISIBILITY_TIMEOUT", "10");
            new HardKills(KILLS, EVENTS)
                    .whileEventsFlow(clouds, Tallies.ofCloudTrail(clouds), published -> {}, environment);
        }
    }
}
