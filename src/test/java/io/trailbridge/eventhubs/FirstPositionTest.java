package io.trailbridge.eventhubs;

import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.standin.LogLines;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a partition without a checkpoint starts, and that this is settled when it is first seen. */
@Timeout(90)
@Tag("slow")
class FirstPositionTest {
    private HubFixture hub;

    @BeforeEach
    void start() throws Exception {
        hub = new HubFixture(2);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void latestLosesNothingThatArrivesWhileAQuietPartitionIsNotRead() throws Exception {
        hub.publish(0, 7);
        try (var reader = reader(StartPosition.LATEST)) {
            await().until(() -> reader.owned() == 2);
        }
        hub.publish(0, 10);
        hub.publish(1, 10);
        try (var reader = reader(StartPosition.LATEST)) {
            await().until(() -> hub.checkpoint(0) == 16 && hub.checkpoint(1) == 9);
            assertEquals(20, reader.distinct(), "what came before the first sight is not read");
        }
    }

    @Test
    void aTimeIsSettledToo() throws Exception {
        hub.publish(0, 7);
        var time = new StartPosition.At(Instant.now().plusMillis(5));
        await().until(() -> Instant.now().isAfter(time.time()));
        try (var reader = reader(time)) {
            await().until(() -> reader.owned() == 2);
        }
        assertEquals(6, hub.checkpoint(0));
        hub.publish(0, 10);
        try (var reader = reader(StartPosition.LATEST)) {
            await().until(() -> hub.checkpoint(0) == 16);
            assertEquals(10, reader.distinct());
        }
    }

    @Test
    void aPartitionThatAppearsLaterStartsAtItsBeginning() throws Exception {
        hub.publish(0, 7);
        try (var reader = reader(StartPosition.LATEST)) {
            await().until(() -> reader.owned() == 2);
            hub.server.addPartition(HubFixture.HUB);
            hub.publish(2, 10);
            await().until(() -> hub.checkpoint(2) == 9);
            assertEquals(10, reader.distinct());
        }
        hub.server.addPartition(HubFixture.HUB);
        hub.publish(3, 10);
        try (var reader = reader(StartPosition.LATEST)) {
            await().until(() -> hub.checkpoint(3) == 9);
            assertEquals(10, reader.distinct());
        }
    }

    @Test
    void aStartPositionThatHasNoEffectSaysSoOnce() throws Exception {
        hub.publish(0, 7);
        try (var reader = reader(StartPosition.EARLIEST)) {
            await().until(() -> hub.checkpoint(0) == 6);
        }
        var time = new StartPosition.At(Instant.parse("2024-01-15T10:30:00Z"));
        try (var lines = LogLines.of(PositionReport.class);
                var reader = new TestReader(
                        hub.source(),
                        hub.table.store,
                        TestReader.quick().toBuilder().startPosition(time).build(),
                        new PositionRules(true, ReplacedHub.STOP),
                        event -> CompletableFuture.completedFuture(null))) {
            await().until(() -> reader.owned() == 2);
            reader.context.getRouteController().stopRoute(TestReader.ROUTE);
            reader.context.getRouteController().startRoute(TestReader.ROUTE);
            await().until(() -> reader.owned() == 2);
            var said = lines.lines().stream()
                    .filter(line -> line.contains("startPosition"))
                    .toList();
            assertEquals(1, said.size(), lines.lines().toString());
            assertTrue(
                    said.get(0).contains("2024-01-15T10:30:00Z") && said.get(0).contains("[0]"), said.get(0));
        }
    }

    private TestReader reader(StartPosition start) throws Exception {
        return new TestReader(
                hub.source(),
                hub.table.store,
                TestReader.quick().toBuilder().startPosition(start).build(),
                event -> CompletableFuture.completedFuture(null));
    }
}
