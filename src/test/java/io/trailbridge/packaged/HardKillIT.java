package io.trailbridge.packaged;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.sandbox.Publisher;
import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.samples.SampleEvents;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The packaged jar, killed by SIGKILL at random moments while events flow. {@code -Dkills} and {@code -Dkill.events} make
 * it longer: the short run belongs to every build, the long one to the continuous integration.
 */
class HardKillIT {
    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final int EVENTS = Integer.getInteger("kill.events", 4000);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());

    @Test
    void aKilledProcessLosesNoEvent() throws Exception {
        Random random = new Random(SEED);
        try (LocalClouds clouds = LocalClouds.start(4);
                Publisher publisher = new Publisher(clouds.eventHubs().connectionString(LocalClouds.HUB))) {
            clouds.cloudTrail().keepOnlyIds();
            publisher.start(EVENTS, Math.max(200, EVENTS / (KILLS * 5)));
            int underLoad = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                try (TrailbridgeProcess process = TrailbridgeProcess.start(environment(clouds))) {
                    int before = clouds.cloudTrail().distinctIds();
                    await().atMost(Duration.ofSeconds(90)).until(() -> !process.isAlive()
                            || clouds.cloudTrail().distinctIds() > before || isComplete(clouds, publisher));
                    assertTrue(process.isAlive(), process::output);
                    underLoad += isComplete(clouds, publisher) ? 0 : 1;
                    // the random moment of the kill is what is tested: no condition is awaited here
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(2500));
                    process.kill();
                }
            }
            Set<String> missing = new HashSet<>();
            try (TrailbridgeProcess process = TrailbridgeProcess.start(environment(clouds))) {
                await().atMost(Duration.ofMinutes(5)).until(() -> publisher.published() == EVENTS);
                for (long n = 0; n < EVENTS; n++) {
                    missing.addAll(SampleEvents.expectedUids(n));
                }
                int expected = missing.size();
                await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(500))
                        .until(() -> !process.isAlive() || clouds.cloudTrail().distinctIds() >= expected);
                process.terminate();
                assertEquals(0, process.exitCode(60), process::output);
                Map<String, Integer> accepted = clouds.cloudTrail().timesAccepted();
                missing.removeAll(accepted.keySet());
                System.out.printf("killed %d times (%d while events were under way), seed %d: %d events published, "
                                + "%d audit events expected, %d lost, %d duplicates, %d dead-lettered%n",
                        KILLS, underLoad, SEED, EVENTS, expected, missing.size(), clouds.cloudTrail().duplicates(),
                        clouds.sqs().depth(clouds.queue().deadLetterUrl()));
                assertEquals(Set.of(), missing);
                assertTrue(underLoad * 2 >= KILLS, "too few kills hit a process under load: " + underLoad);
            }
        }
    }

    private static boolean isComplete(LocalClouds clouds, Publisher publisher) {
        return publisher.published() == EVENTS && clouds.cloudTrail().distinctIds() >= EVENTS;
    }

    private static Map<String, String> environment(LocalClouds clouds) {
        Map<String, String> names = new LinkedHashMap<>(clouds.environment());
        names.put("TRAILBRIDGE_EVENTHUBS_LOAD_BALANCING_INTERVAL", "1s");
        names.put("TRAILBRIDGE_EVENTHUBS_OWNERSHIP_EXPIRY", "5s");
        names.put("TRAILBRIDGE_CLOUDTRAIL_VISIBILITY_TIMEOUT", "10");
        return names;
    }
}
