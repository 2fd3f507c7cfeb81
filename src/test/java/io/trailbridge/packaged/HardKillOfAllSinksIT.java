package io.trailbridge.packaged;

import io.trailbridge.runtime.Catalog;
import io.trailbridge.sandbox.FlowLogPublisher;
import io.trailbridge.sandbox.Tallies;
import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.sinks.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@link HardKills} of a process with every sink and flow logs on. {@code -Dall.sinks.kills} and
 * {@code -Dall.sinks.kill.events} make it longer. A separate class, to run beside {@link HardKillIT}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class HardKillOfAllSinksIT {
    private static final int KILLS = Integer.getInteger("all.sinks.kills", 2);
    private static final int EVENTS = Integer.getInteger("all.sinks.kill.events", 1000);

    @Test
    void aKilledProcessLosesNoEventOfAnySink() throws Exception {
        try (LocalClouds clouds = LocalClouds.start(4)) {
            Map<String, String> environment = clouds.environmentOfAllSinks();
            Catalog.settings().stream()
                    .filter(setting -> setting.property().endsWith(".visibilityTimeout"))
                    .forEach(setting -> environment.put(setting.environment(), "10"));
            environment.put("TRAILBRIDGE_FLOWLOGS_LEASE", "5s");
            List<Tally> tallies = new ArrayList<>(Tallies.ofAllSinks(clouds));
            tallies.add(Tallies.ofFlowLogs(clouds));
            new HardKills(KILLS, EVENTS)
                    .whileEventsFlow(clouds, tallies, new FlowLogPublisher(clouds)::upTo, environment);
        }
    }
}
