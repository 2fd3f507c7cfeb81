package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.models.Checkpoint;
import io.trailbridge.azure.CredentialsSource;
import io.trailbridge.fault.FaultCode;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.component.azure.eventhubs.EventHubsConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private final AtomicInteger inFlight = new AtomicInteger();
    private HubFixture hub;
    /** Goes on by more than the time between two looks at the hub. */
    private long nanos;

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
            assertTrue(backlog(empty.source(), empty, StartPosition.EARLIEST)
                    .snapshot()
                    .reached());
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
        assertTrue(backlog(new StartPosition.At(Instant.now().plusSeconds(60)))
                .snapshot()
                .reached());
        assertFalse(backlog(new StartPosition.At(Instant.now().minusSeconds(60)))
                .snapshot()
                .reached());
        checkpoint("0", 3);
        assertEquals(Map.of("0", 6L), backlog(StartPosition.LATEST).snapshot().remaining());
    }

    @Test
    void aGoalThatExpiresMeanwhileIsGivenUpWithItsReasonOnceNothingOfItIsInTheRoute() {
        DrainTarget target = backlog(StartPosition.EARLIEST).snapshot();
        checkpoint("1", 4);
        hub.server.hub(HubFixture.HUB).dropBefore(0, 10);
        inFlight.set(3);
        assertFalse(target.reached());
        assertFalse(target.reached(), "what was read before it expired may still be delivered");
        inFlight.set(0);
        assertFalse(target.reached(), "seen once");
        assertTrue(target.reached());
        assertEquals(1, target.failures().size());
        assertTrue(
                target.failures().get(0).contains("partition 0: the hub's retention removed events up to sequence 9"));
    }

    @Test
    void aHubThatIsMadeAnewMeanwhileIsGivenUpWithItsReason() {
        DrainTarget target = backlog(StartPosition.EARLIEST).snapshot();
        hub.server.recreate(HubFixture.HUB);
        hub.publish(0, 20);
        assertFalse(target.reached());
        assertTrue(target.reached());
        assertEquals(2, target.failures().size());
        assertTrue(
                target.failures().get(0).contains("recreated"),
                target.failures().toString());
    }

    @Test
    void aCheckpointOfAnotherHubReachesNothing() {
        checkpoint("1", 40);
        DrainTarget target = backlog(StartPosition.EARLIEST).snapshot();
        assertEquals(Map.of("0", -1L, "1", -1L), target.remaining());
        assertTrue(target.failures().get(0).contains("partition 1: the checkpoint is a position of another hub"));
        checkpoint("0", 9);
        assertTrue(target.reached(), "all that can be");
    }

    @Test
    void aWrongKeyIsAnError() {
        var credentials = new EventHubCredentials(
                hub.server
                        .connectionString(HubFixture.HUB)
                        .replaceFirst("SharedAccessKey=[^;]*", "SharedAccessKey=d3Jvbmc="),
                null,
                HubFixture.HUB,
                null);
        var backlog = backlog(CredentialsSource.of(credentials), hub, StartPosition.EARLIEST);
        var failure = assertThrows(RuntimeException.class, backlog::snapshot);
        assertEquals(FaultCode.HUB_ACCESS_DENIED, HubFailure.of(failure).code());
    }

    private Backlog backlog(StartPosition start) {
        return backlog(hub.source(), hub, start);
    }

    private Backlog backlog(CredentialsSource<EventHubCredentials> credentials, HubFixture of, StartPosition start) {
        return new Backlog(
                () -> HubAddress.of(credentials.current(), new EventHubsConfiguration()),
                of.table.store,
                start,
                Map.of(),
                ReplacedHub.STOP,
                partition -> inFlight.get(),
                () -> nanos += 10_000_000_000L);
    }

    private void checkpoint(String partition, long sequence) {
        hub.table
                .store
                .updateCheckpoint(new Checkpoint()
                        .setFullyQualifiedNamespace("localhost")
                        .setEventHubName(HubFixture.HUB)
                        .setConsumerGroup("$Default")
                        .setPartitionId(partition)
                        .setSequenceNumber(sequence)
                        .setOffsetString("" + sequence))
                .block();
    }
}
