package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.models.Checkpoint;
import io.trailbridge.fault.FaultCode;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private HubFixture hub;

    @BeforeEach
    void start() throws Exception {
        hub = new HubFixture(3);
        hub.publish(0, 10);
        hub.publish(1, 5);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void theTargetIsReachedWhenEveryPartitionsCheckpointIsAtTheEndThatItHad() {
        var backlog = backlog(StartPosition.EARLIEST);
        assertEquals(Map.of("0", 9L, "1", 4L, "2", -1L), backlog.lastEnqueued());
        DrainTarget target = backlog.snapshot();
        assertEquals(Map.of("0", 9L, "1", 4L), target.goal());
        assertFalse(target.reached());
        checkpoint("0", 9);
        checkpoint("1", 3);
        assertEquals(Map.of("1", 1L), target.remaining());
        hub.publish(1, 100);
        checkpoint("1", 60);
        assertTrue(target.reached(), "what came later is not part of it");
        assertFalse(backlog.snapshot().reached());
    }

    @Test
    void anEmptyHubIsDrainedAtOnce() throws Exception {
        try (var empty = new HubFixture(2)) {
            assertTrue(new Backlog(empty.source(), empty.table.store, StartPosition.EARLIEST).snapshot().reached());
        }
    }

    @Test
    void eventsThatRetentionRemovedAreNotWaitedFor() {
        hub.server.hub(HubFixture.HUB).dropBefore(1, 5);
        assertEquals(Map.of("0", 9L), backlog(StartPosition.EARLIEST).snapshot().goal());
    }

    @Test
    void whatLiesBeforeTheStartPositionIsNotWaitedFor() {
        assertTrue(backlog(StartPosition.LATEST).snapshot().reached());
        assertTrue(backlog(new StartPosition.At(Instant.now().plusSeconds(60))).snapshot().reached());
        assertFalse(backlog(new StartPosition.At(Instant.now().minusSeconds(60))).snapshot().reached());
        checkpoint("0", 3);
        assertEquals(Map.of("0", 6L), backlog(StartPosition.LATEST).snapshot().remaining());
    }

    @Test
    void aWrongKeyIsAnError() {
        var credentials = new EventHubCredentials(hub.server.connectionString(HubFixture.HUB)
            .replaceFirst("SharedAccessKey=[^;]*", "SharedAccessKey=d3Jvbmc="), null, HubFixture.HUB, null);
        var backlog = new Backlog(CredentialsSource.of(credentials), hub.table.store, StartPosition.EARLIEST);
        var failure = assertThrows(RuntimeException.class, backlog::snapshot);
        assertEquals(FaultCode.HUB_ACCESS_DENIED, HubFailure.of(failure).code());
    }

    private Backlog backlog(StartPosition start) {
        return new Backlog(hub.source(), hub.table.store, start);
    }

    private void checkpoint(String partition, long sequence) {
        hub.table.store.updateCheckpoint(new Checkpoint().setFullyQualifiedNamespace("localhost")
            .setEventHubName(HubFixture.HUB).setConsumerGroup("$Default").setPartitionId(partition)
            .setSequenceNumber(sequence).setOffsetString("" + sequence)).block();
    }
}
