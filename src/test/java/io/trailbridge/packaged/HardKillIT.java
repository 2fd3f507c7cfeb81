package io.trailbridge.packaged;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.sandbox.FlowLogPublisher;
import io.trailbridge.sandbox.Publisher;
import io.trailbridge.sandbox.Tallies;
import io.trailbridge.sandbox.Tally;
import io.trailbridge.standin.LocalClouds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/**
 * The packaged jar, killed by SIGKILL at random moments while events flow. {@code -Dkills} and {@code -Dkill.events} make
 * it longer: the short run belongs to every build, the long one to the continuous integration.
 *
 * <p>What was sent and neither checkpointed nor deleted when the process died is sent again: these are the duplicates. In
 * the lake they are the rows of the objects that were stored while their messages were still to be deleted.
 */
class HardKillIT {
    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final int EVENTS = Integer.getInteger("kill.events", 4000);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());

    @Test
    void aKilledProcessLosesNoEvent() throws Exception {
        try (LocalClouds clouds = LocalClouds.start(4)) {
            Map<String, String> environment = clouds.environment();
            environment.put("TRAILBRIDGE_CLOUDTRAIL_VISIBILITY_TIMEOUT", "10");
            killWhileEventsFlow(clouds, Tallies.ofCloudTrail(clouds), published -> {}, environment, EVENTS);
        }
    }

    @Test
    void aKilledProcessLosesNoEventOfAnySink() throws Exception {
        try (LocalClouds clouds = LocalClouds.start(4)) {
            Map<String, String> environment = clouds.environmentOfAllSinks();
            for (String sink : List.of("CLOUDTRAIL", "SECURITYLAKE", "SECURITYHUB", "CLOUDWATCHLOGS")) {
                environment.put("TRAILBRIDGE_" + sink + "_VISIBILITY_TIMEOUT", "10");
            }
            environment.put("TRAILBRIDGE_FLOWLOGS_VISIBILITY_TIMEOUT", "10");
            environment.put("TRAILBRIDGE_FLOWLOGS_LEASE", "5s");
            List<Tally> tallies = new ArrayList<>(Tallies.ofAllSinks(clouds));
            tallies.add(Tallies.ofFlowLogs(clouds));
            killWhileEventsFlow(clouds, tallies, new FlowLogPublisher(clouds)::upTo, environment, EVENTS / 4);
        }
    }

    private static void killWhileEventsFlow(LocalClouds clouds, List<Tally> tallies, LongConsumer beside,
            Map<String, String> environment, int events) throws Exception {
        environment.put("TRAILBRIDGE_EVENTHUBS_LOAD_BALANCING_INTERVAL", "1s");
        environment.put("TRAILBRIDGE_EVENTHUBS_OWNERSHIP_EXPIRY", "5s");
        Random random = new Random(SEED);
        try (Publisher publisher = new Publisher(clouds.eventHubs().connectionString(LocalClouds.HUB))) {
            publisher.start(events, Math.max(200, events / (KILLS * 5)));
            int underLoad = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                try (TrailbridgeProcess process = TrailbridgeProcess.start(environment)) {
                    beside.accept(publisher.published());
                    long before = delivered(tallies, publisher);
                    await().atMost(Duration.ofSeconds(90)).until(() -> !process.isAlive()
                            || delivered(tallies, publisher) > before || isComplete(tallies, publisher, events));
                    assertTrue(process.isAlive(), process::output);
                    underLoad += isComplete(tallies, publisher, events) ? 0 : 1;
                    // the random moment of the kill is what is tested: no condition is awaited here
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(2500));
                    process.kill();
                }
            }
            try (TrailbridgeProcess process = TrailbridgeProcess.start(environment)) {
                await().atMost(Duration.ofMinutes(5)).until(() -> publisher.published() == events);
                beside.accept(events);
                await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(500))
                        .until(() -> !process.isAlive() || isComplete(tallies, publisher, events));
                process.terminate();
                assertEquals(0, process.exitCode(60), process::output);
            }
            System.out.printf("killed %d times (%d while events were under way), seed %d: %d events published%n", KILLS,
                    underLoad, SEED, events);
            for (Tally tally : tallies) {
                System.out.printf("  %s: %d results expected, %d lost, %d duplicates, %d parked%n", tally.sink(),
                        tally.expected(), tally.lost(), tally.duplicates(), tally.parked());
                assertEquals(List.of(), tally.examples(), tally.sink());
                assertEquals(0, tally.foreign(), tally.sink());
            }
            assertTrue(underLoad * 2 >= KILLS, "too few kills hit a process under load: " + underLoad);
        }
    }

    private static long delivered(List<Tally> tallies, Publisher publisher) {
        tallies.forEach(tally -> tally.isComplete(publisher.published()));
        return tallies.stream().mapToLong(Tally::delivered).sum();
    }

    /** A message that a kill has parked twice must not stand for one whose result is still under way. */
    private static boolean isComplete(List<Tally> tallies, Publisher publisher, int events) {
        long published = publisher.published();
        return published == events
                && tallies.stream().allMatch(tally -> tally.isComplete(published) && tally.examples().isEmpty());
    }
}
