package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.LogLines;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.samples.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A drain ends: with all delivered, or with the reason why that cannot be. */
@Timeout(180)
@Tag("slow")
class DrainEndsTest {
    private static final Path ROUTES = Path.of("routes");

    @TempDir
    private Path folder;

    private LocalClouds clouds;
    private Runnable undo;
    private long published;

    @BeforeEach
    void start() throws Exception {
        clouds = LocalClouds.startWithFaults(2);
        undo = clouds.sdk().apply();
    }

    @AfterEach
    void stop() {
        undo.run();
        clouds.close();
    }

    @Test
    void aRouteWithAConsumerGroupOfItsOwnIsDrained() throws Exception {
        try (Stream<Path> files = Files.list(ROUTES)) {
            for (Path file : files.toList()) {
                Files.writeString(
                        folder.resolve(file.getFileName()),
                        Files.readString(file)
                                .replace("\"{{trailbridge.eventhubs.consumerGroup}}\"", LocalClouds.OTHER_GROUP));
            }
        }
        Set<String> uids = append(0, 20);
        uids.addAll(append(1, 20));
        try (Bridge bridge = PipelineFixture.bridge(clouds, folder, mode())) {
            CompletableFuture.runAsync(() -> drain(bridge)).get(90, TimeUnit.SECONDS);
        }
        assertEquals(uids, clouds.cloudTrail().timesAccepted().keySet());
    }

    @Test
    void aReplacedHubEndsTheDrainWithItsReasonAfterTheRestIsDelivered() throws Exception {
        Set<String> first = append(0, 20);
        drain(Map.of());
        clouds.eventHubs().recreate(LocalClouds.HUB);
        append(0, 10);
        Set<String> rest = append(1, 10);
        try (LogLines lines = LogLines.of(Drain.class)) {
            String reason = assertThrows(IllegalStateException.class, () -> drain(Map.of()))
                    .getMessage();
            assertTrue(
                    reason.contains("partition 0")
                            && reason.contains("another hub")
                            && reason.contains("onReplacedHub=earliest"),
                    reason);
            assertFalse(lines.lines().contains("drained"));
        }
        rest.addAll(first);
        assertEquals(rest, clouds.cloudTrail().timesAccepted().keySet());
    }

    @Test
    void aReplacedHubIsDrainedFromItsBeginningWhenThatIsWanted() throws Exception {
        Set<String> uids = append(0, 20);
        drain(Map.of());
        clouds.eventHubs().recreate(LocalClouds.HUB);
        uids.addAll(append(0, 10));
        drain(Map.of("TRAILBRIDGE_EVENTHUBS_ON_REPLACED_HUB", "earliest"));
        assertEquals(uids, clouds.cloudTrail().timesAccepted().keySet());
    }

    @Test
    void aGoalThatExpiresMeanwhileEndsTheDrainWithItsReason() throws Exception {
        Set<String> uids = append(1, 10);
        append(0, 20);
        try (Bridge bridge = PipelineFixture.bridge(clouds, ROUTES, mode())) {
            // No partition can be claimed until the events have expired.
            clouds.dynamoDbFaults().faults().on("PutItem").fail(Failure.INTERNAL_ERROR);
            CompletableFuture<Void> draining = CompletableFuture.runAsync(() -> drain(bridge));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> clouds.dynamoDbFaults().calls("PutItem") > 0);
            clouds.eventHubs().hub(LocalClouds.HUB).dropBefore(0, 20);
            clouds.dynamoDbFaults().faults().on("PutItem").recover();
            Throwable failure = assertThrows(ExecutionException.class, () -> draining.get(120, TimeUnit.SECONDS));
            assertTrue(
                    failure.getMessage().contains("partition 0")
                            && failure.getMessage().contains("retention removed events up to sequence 19"),
                    failure.getMessage());
            assertTrue(clouds.cloudTrail().timesAccepted().keySet().containsAll(uids));
        }
    }

    private void drain(Map<String, String> settings) throws Exception {
        Map<String, String> all = mode();
        all.putAll(settings);
        try (Bridge bridge = PipelineFixture.bridge(clouds, ROUTES, all)) {
            bridge.drain();
        }
    }

    private static void drain(Bridge bridge) {
        try {
            bridge.drain();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Map<String, String> mode() {
        return new HashMap<>(Map.of("TRAILBRIDGE_MODE", "drain"));
    }

    private Set<String> append(int partition, int events) {
        Set<String> uids = new HashSet<>();
        for (int i = 0; i < events; i++, published++) {
            uids.addAll(SampleEvents.expectedUids(published));
            clouds.eventHubs().hub(LocalClouds.HUB).append(partition, SampleEvents.at(published), Map.of());
        }
        return uids;
    }
}
