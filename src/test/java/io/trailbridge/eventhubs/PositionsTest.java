package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.EventPosition;
import io.trailbridge.fault.Fault;
import io.trailbridge.fault.Faults;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.component.azure.eventhubs.EventHubsConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PositionsTest {
    private final Faults faults = new Faults();
    private final PositionReport report = new PositionReport(faults);
    private HubFixture hub;
    private HubAddress connection;

    @BeforeEach
    void start() throws Exception {
        hub = new HubFixture(3);
        connection = HubAddress.of(hub.credentials(), new EventHubsConfiguration());
        hub.publish(0, 5);
        hub.publish(1, 5);
        hub.publish(2, 5);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void ofInstancesThatStartTogetherTheFirstSettlesThePosition() {
        Positions first = latest();
        Positions second = latest();
        var before = first.rows();
        assertNull(first.review(before, describe()));
        hub.publish(0, 5);
        assertNull(second.review(before, describe()));
        assertEquals(4, hub.checkpoint(0));
    }

    @Test
    void whoSeesThatAnotherInstanceIsAboutToSettlePositionsTakesNoPartitionForALaterOne() {
        Positions positions = latest();
        positions.review(Map.of("2", new Checkpoint().setPartitionId("2").setSequenceNumber(4L)), describe());
        assertEquals(4, hub.checkpoint(0));
        assertEquals(4, hub.checkpoint(1));
    }

    @Test
    void aPartitionAfterAllThatHaveCheckpointsAppearedLater() {
        Positions positions = latest();
        positions.review(Map.of("1", new Checkpoint().setPartitionId("1").setSequenceNumber(4L)), describe());
        assertEquals(4, hub.checkpoint(0));
        var row = positions.rows().get("2");
        assertEquals(-1, row.getSequenceNumber());
        assertEquals(EventPosition.earliest(), EventPosition.fromOffsetString(row.getOffsetString()));
    }

    @Test
    void earliestNeedsNothingWrittenDown() {
        positions(StartPosition.EARLIEST, ReplacedHub.STOP).review(Map.of(), describe());
        assertEquals(-1, hub.checkpoint(0));
    }

    @Test
    void anEndThatMayBeOutOfDateHoldsThePartitionUntilTheHubHasSaidSoAgain() {
        Positions positions = positions(StartPosition.EARLIEST, ReplacedHub.EARLIEST);
        var beyond = Map.of("0", new Checkpoint().setPartitionId("0").setSequenceNumber(7L));
        assertNull(positions.review(beyond, describe()));
        assertTrue(positions.isHeld("0"));
        assertFalse(faults.present().stream().anyMatch(Fault::down));
        assertEquals(-1, hub.checkpoint(0));
        assertNotNull(positions.review(beyond, describe()), "now it is read from its beginning");
        assertTrue(positions.rows().containsKey("0"));
    }

    @Test
    void aPartitionIsReadOnWhenTheEndWasOutOfDate() {
        Positions positions = positions(StartPosition.EARLIEST, ReplacedHub.STOP);
        var beyond = Map.of("0", new Checkpoint().setPartitionId("0").setSequenceNumber(7L));
        positions.review(beyond, describe());
        assertTrue(faults.present().get(0).down());
        hub.publish(0, 5);
        assertNotNull(positions.review(beyond, describe()));
        assertTrue(faults.present().isEmpty());
    }

    @Test
    void anEventThatExpiredIsReportedOnceAndPartitionsDoNotMix() {
        Positions positions = latest();
        positions.review(positions.rows(), describe());
        hub.server.hub(HubFixture.HUB).dropBefore(0, 4);
        positions.review(positions.rows(), describe());
        assertEquals(3, positions.expired("0", 0));
        assertEquals(0, positions.expired("0", 0));
        assertEquals(0, positions.expired("1", 0));
        hub.publish(0, 5);
        hub.server.hub(HubFixture.HUB).dropBefore(0, 6);
        positions.review(positions.rows(), describe());
        assertEquals(2, positions.expired("0", 0));
        assertTrue(faults.present().get(0).cause().contains("sequence 4 to 5, 2 in all"));
    }

    private Positions latest() {
        return positions(StartPosition.LATEST, ReplacedHub.STOP);
    }

    private Positions positions(StartPosition start, ReplacedHub onReplacedHub) {
        return new Positions(
                connection,
                hub.table.store,
                start,
                Map.of(),
                new PositionRules(false, onReplacedHub),
                report,
                Clock.systemUTC());
    }

    private HubDescription describe() {
        try (HubDescriber reader = new HubDescriber(connection)) {
            return reader.read();
        }
    }
}
