package io.trailbridge.packaged;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.sandbox.Publisher;
import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.sinks.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The packaged jar, killed by SIGKILL at random moments while events flow.
 *
 * <p>What was sent and neither checkpointed nor deleted when the process died is sent again: these are the duplicates. In
 * the lake they are the rows of the objects that were stored while their messages were still to be deleted.
 *
 * @param kills how often
 * @param events how many are published meanwhile
 */
record HardKills(int kills, int events) {
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());

    /**
     * Kills, starts a last time, and holds that every sink has got everything.
     *
     * @param beside receives the number of events published, before each kill and at the end
     */
    void whileEventsFlow(LocalClouds clouds, List<Tally> tallies, LongConsumer beside, Map<String, String> environment)
            throws Exception {
        environment.put("TRAILBRIDGE_EVENTHUBS_LOAD_BALANCING_INTERVAL", "1s");
        environment.put("TRAILBRIDGE_EVENTHUBS_OWNERSHIP_EXPIRY", "5s");
        Random random = new Random(SEED);
        try (Publisher publisher = new Publisher(clouds.eventHubs().connectionString(LocalClouds.HUB))) {
            publisher.start(events, Math.max(200, events / (kills * 5)));
            int underLoad = 0;
            for (int kill = 0; kill < kills; kill++) {
                try (TrailbridgeProcess process = TrailbridgeProcess.start(environment)) {
                    beside.accept(publisher.published());
                    long before = delivered(tallies, publisher);
                    await().atMost(Duration.ofMinutes(3))
                            .until(() -> !process.isAlive()
                                    || delivered(tallies, publisher) > before
                                    || isComplete(tallies, publisher));
                    assertTrue(process.isAlive(), process::output);
                    underLoad += isComplete(tallies, publisher) ? 0 : 1;
                    // the random moment of the kill is what is tested: no condition is awaited here
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(2500));
                    process.kill();
                }
            }
            try (TrailbridgeProcess process = TrailbridgeProcess.start(environment)) {
                await().atMost(Duration.ofMinutes(5)).until(() -> publisher.published() == events);
                beside.accept(events);
                await().atMost(Duration.ofMinutes(5))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> !process.isAlive() || isComplete(tallies, publisher));
                process.terminate();
                assertEquals(0, process.exitCode(60), process::output);
            }
            System.out.printf(
                    "killed %d times (%d while events were in flight), seed %d: %d events published%n",
                    kills, underLoad, SEED, events);
            for (Tally tally : tallies) {
                System.out.printf(
                        "  %s: %d results expected, %d lost, %d duplicates, %d parked%n",
                        tally.sink(), tally.expected(), tally.lost(), tally.duplicates(), tally.parked());
                assertEquals(List.of(), tally.examples(), tally.sink());
                assertEquals(0, tally.foreign(), tally.sink());
            }
            assertTrue(underLoad * 2 >= kills, "too few kills hit a process under load: " + underLoad);
        }
    }

    private static long delivered(List<Tally> tallies, Publisher publisher) {
        tallies.forEach(tally -> tally.isComplete(publisher.published()));
        return tallies.stream().mapToLong(Tally::delivered).sum();
    }

    /** A message that a kill has parked twice must not count for one whose result is still missing. */
    private boolean isComplete(List<Tally> tallies, Publisher publisher) {
        long published = publisher.published();
        return published == events
                && tallies.stream()
                        .allMatch(tally ->
                                tally.isComplete(published) && tally.examples().isEmpty());
    }
}
