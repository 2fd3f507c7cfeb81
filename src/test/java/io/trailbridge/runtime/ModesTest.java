package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.fault.Fault;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import io.trailbridge.sandbox.Tallies;
import io.trailbridge.standin.LocalClouds;
import io.trailbridge.standin.LogLines;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.sinks.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to run: one drain after the other, alone with a file, with a key that changes. */
@Tag("slow")
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
        try (Bridge bridge = PipelineFixture.bridge(clouds, ROUTES, Map.of("TRAILBRIDGE_MODE", "scheduled"))) {
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
    void anOutageDoesNotEndAScheduledBridge() throws Exception {
        undo.run();
        try (LocalClouds faulty = LocalClouds.startWithFaults(2)) {
            undo = faulty.sdk().apply();
            anOutageDoesNotEndAScheduledBridge(faulty);
        }
    }

    private static void anOutageDoesNotEndAScheduledBridge(LocalClouds faulty) throws Exception {
        try (Bridge bridge = PipelineFixture.bridge(faulty, ROUTES, Map.of("TRAILBRIDGE_MODE", "scheduled"))) {
            faulty.dynamoDbFaults().faults().fail(Failure.ACCESS_DENIED);
            CompletableFuture<Void> running = CompletableFuture.runAsync(() -> run(bridge));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> running.isDone() || faulty.dynamoDbFaults().calls("Query") > 2);
            faulty.dynamoDbFaults().faults().clear();

            faulty.eventHubs().hub(LocalClouds.HUB).append(0, SampleEvents.at(0), Map.of());

            await().atMost(Duration.ofSeconds(90))
                    .until(() -> running.isDone()
                            || faulty.cloudTrail().timesAccepted().keySet().containsAll(SampleEvents.expectedUids(0)));
            assertFalse(running.isDone());
            bridge.close();
            running.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aScheduledDrainThatFailsIsSaidAndTriedAgain() throws Exception {
        Path routes = withARouteThatCannotStart();
        try (LogLines lines = LogLines.of(Faults.class);
                Bridge bridge = PipelineFixture.bridge(clouds, routes, Map.of())) {
            CompletableFuture<Void> running = CompletableFuture.runAsync(() -> run(bridge));

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !bridge.faults().present().isEmpty());

            Fault fault = bridge.faults().present().get(0);
            assertEquals(FaultCode.DRAIN_FAILED, fault.code());
            assertTrue(fault.down());
            String line = lines.lines().get(0);
            assertTrue(line.startsWith("fault code=drain-failed at=\"scheduled drain\""), line);
            assertFalse(running.isDone());
            bridge.close();
            running.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoeverClosesABridgeWaitsForItsStop() throws Exception {
        Bridge bridge = PipelineFixture.bridge(clouds, ROUTES, Map.of());
        bridge.start();
        awaitDelivered(append(1));
        CompletableFuture<Void> first = CompletableFuture.runAsync(bridge::close);
        await().until(bridge::isClosed);

        bridge.close();

        assertTrue(bridge.context().isStopped());
        first.get(30, TimeUnit.SECONDS);
    }

    /** Two routes may not begin at one direct endpoint; Camel sees it when it starts the second. */
    private Path withARouteThatCannotStart() throws IOException {
        try (Stream<Path> files = Files.list(ROUTES)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.writeString(folder.resolve("mine.camel.yaml"), """
                - route: {id: one, from: {uri: "direct:mine", steps: [{log: {message: one}}]}}
                - route: {id: two, from: {uri: "direct:mine", steps: [{log: {message: two}}]}}
                """);
        return folder;
    }

    @Test
    void aDrainDoesNotWaitForTheObjectsOfTheLakeToAge() throws Exception {
        List<Tally> tallies = Tallies.ofAllSinks(clouds);
        Map<String, String> settings = clouds.environmentOfAllSinks();
        settings.put("TRAILBRIDGE_SECURITYLAKE_MAX_AGE", "30m");
        settings.put("TRAILBRIDGE_MODE", "drain");
        append(40);
        try (Bridge bridge = PipelineFixture.bridge(clouds, ROUTES, settings)) {
            bridge.drain();
        }
        for (Tally tally : tallies) {
            assertTrue(tally.isComplete(40), () -> tally.sink() + " misses " + tally.examples());
        }
    }

    @Test
    void aSingleInstanceKeepsItsPositionInAFileWhenThereIsNoTable() throws Exception {
        Path positions = folder.resolve("positions.json");
        Map<String, String> alone = Map.of(
                "USE_CHECKPOINT_STORE",
                "false",
                "DYNAMODB_TABLE_NAME",
                "",
                "TRAILBRIDGE_CHECKPOINT_CREATE_TABLE",
                "false",
                "TRAILBRIDGE_CHECKPOINT_FILE",
                positions.toString());
        Set<String> first = append(30);
        try (Bridge bridge = PipelineFixture.bridge(clouds, ROUTES, alone)) {
            bridge.drain();
        }
        assertEquals(first, clouds.cloudTrail().timesAccepted().keySet());
        assertTrue(Files.exists(positions));

        Set<String> second = append(30);
        try (Bridge bridge = PipelineFixture.bridge(clouds, ROUTES, alone)) {
            bridge.drain();
        }
        second.addAll(first);
        assertEquals(second, clouds.cloudTrail().timesAccepted().keySet());
        assertEquals(0, clouds.cloudTrail().duplicates());
    }

    @Test
    void aRotatedKeyNeedsNoRestart() throws Exception {
        try (Bridge bridge = PipelineFixture.bridge(clouds, ROUTES, Map.of())) {
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
        try (Bridge bridge = PipelineFixture.bridge(clouds, ROUTES, Map.of())) {
            bridge.start();
            awaitDelivered(uids);
        }
        Set<String> more = append(10);
        try (Bridge bridge = PipelineFixture.bridge(clouds, ROUTES, Map.of())) {
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
        await().atMost(Duration.ofSeconds(90))
                .until(() -> clouds.cloudTrail().timesAccepted().keySet().containsAll(uids));
    }
}
