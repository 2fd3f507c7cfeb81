package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.sandbox.Tallies;
import io.trailbridge.sandbox.Tally;
import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.samples.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to run: one drain after the other, alone with a file, with a key that changes. */
class ModesTest {
    private static final Path ROUTES = Path.of("routes");

    @TempDir
    private Path folder;

    private LocalClouds clouds;
    private Runnable undo;
    private long published;

    @BeforeEach
    void start() throws Exception {
        clouds = LocalClouds.start(2);
        undo = clouds.sdk().apply();
    }

    @AfterEach
    void stop() {
        undo.run();
        clouds.close();
    }

    @Test
    void aScheduledBridgeDrainsAgainAndAgainUntilItIsClosed() throws Exception {
        Set<String> first = append(20);
        try (Bridge bridge = Road.bridge(clouds, ROUTES, Map.of("TRAILBRIDGE_MODE", "scheduled"))) {
            CompletableFuture<Void> running = CompletableFuture.runAsync(() -> run(bridge));
            awaitDelivered(first);
            awaitDelivered(append(20));
            awaitDelivered(append(20));
            bridge.close();
            running.get(30, TimeUnit.SECONDS);
        }
        assertEquals(0, clouds.cloudTrail().duplicates());
    }

    @Test
    void aDrainDoesNotWaitForTheObjectsOfTheLakeToAge() throws Exception {
        List<Tally> tallies = Tallies.ofAllSinks(clouds);
        Map<String, String> settings = clouds.environmentOfAllSinks();
        settings.put("TRAILBRIDGE_SECURITYLAKE_MAX_AGE", "30m");
        settings.put("TRAILBRIDGE_MODE", "drain");
        append(40);
        try (Bridge bridge = Road.bridge(clouds, ROUTES, settings)) {
            bridge.drain();
        }
        for (Tally tally : tallies) {
            assertTrue(tally.isComplete(40), () -> tally.sink() + " misses " + tally.examples());
        }
    }

    @Test
    void aSingleInstanceKeepsItsPositionInAFileWhenThereIsNoTable() throws Exception {
        Path positions = folder.resolve("positions.json");
        Map<String, String> alone = Map.of("USE_CHECKPOINT_STORE", "false", "DYNAMODB_TABLE_NAME", "",
                "TRAILBRIDGE_CHECKPOINT_CREATE_TABLE", "false", "TRAILBRIDGE_CHECKPOINT_FILE", positions.toString());
        Set<String> first = append(30);
        try (Bridge bridge = Road.bridge(clouds, ROUTES, alone)) {
            bridge.drain();
        }
        assertEquals(first, clouds.cloudTrail().timesAccepted().keySet());
        assertTrue(Files.exists(positions));

        Set<String> second = append(30);
        try (Bridge bridge = Road.bridge(clouds, ROUTES, alone)) {
            bridge.drain();
        }
        second.addAll(first);
        assertEquals(second, clouds.cloudTrail().timesAccepted().keySet());
        assertEquals(0, clouds.cloudTrail().duplicates());
    }

    @Test
    void aRotatedKeyNeedsNoRestart() throws Exception {
        try (Bridge bridge = Road.bridge(clouds, ROUTES, Map.of())) {
            bridge.start();
            awaitDelivered(append(20));

            clouds.eventHubs().faults().rotateKey("RootManageSharedAccessKey", "bmV3IHNlY3JldCBvZiB0aGUgaHVi");
            clouds.secrets().put(LocalClouds.SECRET, clouds.secret());

            awaitDelivered(append(20));
        }
    }

    @Test
    void anEventIsCheckpointedOnlyAfterTheQueueHasIt() throws Exception {
        Set<String> uids = append(10);
        try (Bridge bridge = Road.bridge(clouds, ROUTES, Map.of())) {
            bridge.start();
            awaitDelivered(uids);
        }
        Set<String> more = append(10);
        try (Bridge bridge = Road.bridge(clouds, ROUTES, Map.of())) {
            bridge.start();
            awaitDelivered(more);
        }
        assertEquals(0, clouds.cloudTrail().duplicates());
    }

    private static void run(Bridge bridge) {
        try {
            new Schedule(Duration.ofSeconds(1)).run(bridge);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Set<String> append(int events) {
        Set<String> uids = new HashSet<>();
        for (int i = 0; i < events; i++, published++) {
            uids.addAll(SampleEvents.expectedUids(published));
            clouds.eventHubs().hub(LocalClouds.HUB).append((int) (published % 2), SampleEvents.at(published), Map.of());
        }
        return uids;
    }

    private void awaitDelivered(Set<String> uids) {
        await().atMost(Duration.ofSeconds(90)).until(() -> clouds.cloudTrail().timesAccepted().keySet().containsAll(uids));
    }
}
