package io.trailbridge.checkpoints;

import static io.trailbridge.checkpoints.CheckpointTableFixture.GROUP;
import static io.trailbridge.checkpoints.CheckpointTableFixture.HUB;
import static io.trailbridge.checkpoints.CheckpointTableFixture.NAMESPACE;
import static io.trailbridge.checkpoints.CheckpointTableFixture.checkpoint;
import static io.trailbridge.checkpoints.CheckpointTableFixture.claim;
import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.eventhubs.HubCheckpoint;
import io.trailbridge.eventhubs.HubFixture;
import io.trailbridge.eventhubs.TestReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CursorCheckpointStoreTest {
    @TempDir
    Path folder;

    @Test
    void positionsSurviveInTheFileAndNeverGoBack() throws Exception {
        Path file = folder.resolve("new/positions.json");
        CheckpointStore store = CursorCheckpointStore.inFile(file);
        store.updateCheckpoint(checkpoint("0", 5)).block();
        store.updateCheckpoint(checkpoint("1", 7)).block();
        store.updateCheckpoint(checkpoint("0", 4)).block();
        var again = CursorCheckpointStore.inFile(file)
                .listCheckpoints(NAMESPACE, HUB, GROUP)
                .collectList()
                .block();
        assertEquals(
                List.of(5L, 7L),
                again.stream().map(row -> row.getSequenceNumber()).toList());
        assertEquals("o5", again.get(0).getOffsetString());
        assertEquals(
                1, new ObjectMapper().readTree(file.toFile()).get("version").intValue());
        assertEquals(
                0,
                store.listCheckpoints(NAMESPACE, "other", GROUP)
                        .collectList()
                        .block()
                        .size());
    }

    @Test
    void theFileKeepsTheHubAndSettlesAPositionOnce() throws Exception {
        Path file = folder.resolve("positions.json");
        var store = CursorCheckpointStore.inFile(file);
        Instant hub = Instant.parse("2026-01-15T12:00:00.123Z");
        store.createCheckpoint(ofHub(hub, 10)).block();
        store.createCheckpoint(ofHub(hub, 15)).block();
        var row = CursorCheckpointStore.inFile(file)
                .listCheckpoints(NAMESPACE, HUB, GROUP)
                .blockFirst();
        assertEquals(10L, row.getSequenceNumber());
        assertEquals(hub, HubCheckpoint.hubCreatedAt(row));
        store.replaceCheckpoint(row, ofHub(hub.plusSeconds(1), -1)).block();
        store.updateCheckpoint(ofHub(hub.plusSeconds(1), 3)).block();
        assertEquals(
                3L, store.listCheckpoints(NAMESPACE, HUB, GROUP).blockFirst().getSequenceNumber());
    }

    @Test
    void aFileOfAnEarlierVersionIsContinued() throws Exception {
        Path file = Files.writeString(
                folder.resolve("positions.json"),
                "{\"version\": 1, \"positions\": {\"" + HubCheckpoint.partitionKey(NAMESPACE, HUB, GROUP)
                        + "\": {\"0\": {\"sequenceNumber\": 5}}}}");
        var row = CursorCheckpointStore.inFile(file)
                .listCheckpoints(NAMESPACE, HUB, GROUP)
                .blockFirst();
        assertEquals(5L, row.getSequenceNumber());
        assertNull(HubCheckpoint.hubCreatedAt(row));
    }

    private static Checkpoint ofHub(Instant created, long sequence) {
        return new HubCheckpoint(created, null)
                .setFullyQualifiedNamespace(NAMESPACE)
                .setEventHubName(HUB)
                .setConsumerGroup(GROUP)
                .setPartitionId("0")
                .setSequenceNumber(sequence)
                .setOffsetString("o" + sequence);
    }

    @Test
    void aPositionThatCannotBeWrittenIsNotReported() throws Exception {
        Path file = folder.resolve("positions.json");
        CheckpointStore store = CursorCheckpointStore.inFile(file);
        store.updateCheckpoint(checkpoint("0", 5)).block();
        Files.delete(file);
        Files.createFile(Files.createDirectory(file).resolve("in-the-way"));
        assertThrows(
                IllegalStateException.class,
                () -> store.updateCheckpoint(checkpoint("0", 6)).block());
        assertThrows(
                IllegalStateException.class,
                () -> store.updateCheckpoint(checkpoint("1", 1)).block());
        var rows = store.listCheckpoints(NAMESPACE, HUB, GROUP).collectList().block();
        assertEquals(
                List.of(5L), rows.stream().map(row -> row.getSequenceNumber()).toList());
    }

    @Test
    void aPositionIsListedUnderTheNamesThatAreAskedFor() {
        CheckpointStore store = CursorCheckpointStore.inFile(folder.resolve("positions.json"));
        store.updateCheckpoint(checkpoint("0", 5)).block();
        Checkpoint row = store.listCheckpoints(NAMESPACE, HUB, GROUP).blockFirst();
        assertEquals(
                List.of(NAMESPACE, HUB, GROUP, "0"),
                List.of(
                        row.getFullyQualifiedNamespace(),
                        row.getEventHubName(),
                        row.getConsumerGroup(),
                        row.getPartitionId()));
    }

    @Test
    void aFileWithoutPositionsIsRefused() throws Exception {
        refused(Files.writeString(folder.resolve("null"), "null"), "version 1");
        refused(Files.writeString(folder.resolve("none"), "{\"version\": 1}"), "version 1");
    }

    @Test
    void aFileKeepsNoOwnership() {
        PositionFile positions = PositionFile.open(folder.resolve("positions.json"));
        assertThrows(
                UnsupportedOperationException.class,
                () -> positions.listOwnership(NAMESPACE, HUB, GROUP).blockFirst());
        assertThrows(
                UnsupportedOperationException.class,
                () -> positions.claimOwnership(List.of()).blockFirst());
    }

    @Test
    void concurrentWritesLeaveOneWholeFile() throws Exception {
        Path file = folder.resolve("positions.json");
        CheckpointStore store = CursorCheckpointStore.inFile(file);
        var writes = new ArrayList<Callable<Object>>();
        for (int i = 0; i < 40; i++) {
            String partition = "" + i % 4;
            long sequence = i;
            writes.add(() ->
                    store.updateCheckpoint(checkpoint(partition, sequence)).block());
        }
        DynamoDbCheckpointStoreTest.inParallel(writes);
        var again = CursorCheckpointStore.inFile(file)
                .listCheckpoints(NAMESPACE, HUB, GROUP)
                .collectList()
                .block();
        assertEquals(
                List.of(36L, 37L, 38L, 39L),
                again.stream().map(row -> row.getSequenceNumber()).toList());
    }

    @Test
    void aFileThatCannotBeUsedIsRefusedAtTheStartWithTheRemedy() throws Exception {
        Path text = Files.writeString(folder.resolve("file"), "no json");
        refused(text, "repair it");
        refused(Files.writeString(folder.resolve("newer"), "{\"version\": 2, \"positions\": {}}"), "version 1");
        refused(text.resolve("positions.json"), "DYNAMODB_TABLE_NAME");
    }

    @Test
    void ownershipIsKeptInMemoryByTheSameRules() {
        CheckpointStore store = CursorCheckpointStore.inFile(folder.resolve("positions.json"));
        var mine = store.claimOwnership(List.of(claim("0", "me", null))).blockFirst();
        assertEquals(
                0,
                store.claimOwnership(List.of(claim("0", "other", null))).count().block());
        assertEquals(
                1,
                store.claimOwnership(List.of(claim("0", "", mine.getETag())))
                        .count()
                        .block());
        assertEquals("", store.listOwnership(NAMESPACE, HUB, GROUP).blockFirst().getOwnerId());
        assertEquals(0, store.listOwnership(NAMESPACE, "other", GROUP).count().block());
    }

    @Tag("slow")
    @Test
    void aHubIsReadWithAFileAndContinuedFromIt() throws Exception {
        Path file = folder.resolve("positions.json");
        try (var hub = new HubFixture(2)) {
            hub.publish(0, 10);
            hub.publish(1, 10);
            for (int round = 1; round <= 2; round++) {
                try (var reader = new TestReader(
                        hub.source(),
                        CursorCheckpointStore.inFile(file),
                        TestReader.quick(),
                        event -> CompletableFuture.completedFuture(null))) {
                    await().until(() -> reader.distinct() == 20);
                    reader.stop();
                    assertEquals(20, reader.deliveries.size());
                }
                hub.publish(0, 20);
            }
        }
    }

    @Tag("slow")
    @Test
    void theTableKeepsPositionsInTheRowsOfTheCheckpointStore() {
        var table = new CheckpointTableFixture();
        CursorCheckpointStore.inTable(table.store)
                .updateCheckpoint(checkpoint("0", 5))
                .block();
        assertEquals("5", table.row("checkpoint#0").get("sequence_number").n());
    }

    private static void refused(Path file, String remedy) {
        var failure = assertThrows(IllegalStateException.class, () -> CursorCheckpointStore.inFile(file));
        assertTrue(
                failure.getMessage().contains(file.toString())
                        && failure.getMessage().contains(remedy),
                failure.getMessage());
    }
}
