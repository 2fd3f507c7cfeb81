package io.trailbridge.eventhubs;

import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.fault.Fault;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import io.trailbridge.standin.LogLines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Checkpoints that are positions of another hub, which was deleted and recreated or failed over to. */
@Timeout(90)
class ReplacedHubTest {
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
    void aPartitionWhoseCheckpointIsOfAnotherHubStopsAndIsNamed() throws Exception {
        readToTheEnd(50);
        hub.server.recreate(HubFixture.HUB);
        hub.server.addPartition(HubFixture.HUB);
        hub.publish(0, 10);
        hub.publish(1, 100);
        hub.publish(2, 20);
        try (var lines = LogLines.of(Faults.class);
                var reader = reader(ReplacedHub.STOP)) {
            await().until(() -> hub.checkpoint(2) == 19);
            assertEquals(20, reader.distinct(), "nothing of the others: neither shorter nor longer than before");
            List<Fault> faults = reader.faults.present();
            assertEquals(
                    List.of(FaultCode.HUB_REPLACED, FaultCode.HUB_REPLACED),
                    faults.stream().map(Fault::code).toList());
            assertTrue(faults.stream().allMatch(Fault::down), "health is down");
            String said = faults.get(0).toString();
            assertTrue(
                    said.contains("partition 0")
                            && said.contains("checkpoint#0")
                            && said.contains("sequence 49")
                            && said.contains("onReplacedHub=earliest"),
                    said);
            assertTrue(
                    lines.lines().stream()
                            .anyMatch(line -> line.contains("code=hub-replaced")
                                    && line.contains("partition 1")
                                    && line.contains("checkpoint#1")),
                    lines.lines().toString());
            Instant client = reader.status().startedAt();
            for (int rounds = 0; rounds < 12; rounds++) {
                Instant last = reader.status().lastLoadBalancing();
                await().until(() -> !reader.status().lastLoadBalancing().equals(last));
            }
            // What is shown is computed from the monotonic clock each time, so it differs by some microseconds.
            assertTrue(
                    Duration.between(client, reader.status().startedAt()).abs().toMillis() < 10,
                    "the healthy partition is not interrupted");
            hub.publish(2, 5);
            await().until(() -> hub.checkpoint(2) == 24);
            assertEquals(49, hub.checkpoint(0));
            assertEquals(49, hub.checkpoint(1));
        }
    }

    @Test
    void aHubThatIsMadeAnewWhileItIsReadIsReadFromItsBeginningWhenThatIsWanted() throws Exception {
        hub.publish(0, 50);
        hub.publish(1, 50);
        try (var reader = reader(ReplacedHub.EARLIEST)) {
            await().until(() -> hub.checkpoint(0) == 49 && hub.checkpoint(1) == 49);
            hub.server.recreate(HubFixture.HUB);
            hub.publish(0, 10);
            hub.publish(1, 120);
            await().until(() -> hub.checkpoint(0) == 9 && hub.checkpoint(1) == 119);
            assertTrue(
                    reader.sequences("0").stream()
                                    .filter(sequence -> sequence < 10)
                                    .count()
                            >= 20,
                    "0 to 9 again");
            assertTrue(
                    reader.sequences("1").stream()
                                    .filter(sequence -> sequence < 50)
                                    .count()
                            >= 100,
                    "0 to 49 again");
            await().until(() -> reader.faults.present().isEmpty());
        }
        int before = 20;
        hub.publish(0, before);
        try (var reader = reader(ReplacedHub.STOP)) {
            await().until(() -> hub.checkpoint(0) == 29);
            assertEquals(before, reader.deliveries.size(), "the new hub's checkpoints are kept as any others");
        }
    }

    @Test
    void aHubThatIsMadeAnewWhileItIsReadStopsItsPartitionsAndTakesNoHealthyOneDownAgain() throws Exception {
        hub.publish(0, 50);
        try (var reader = reader(ReplacedHub.STOP)) {
            await().until(() -> hub.checkpoint(0) == 49);
            hub.server.recreate(HubFixture.HUB);
            hub.publish(0, 10);
            hub.publish(1, 10);
            await().until(() -> !reader.faults.present().isEmpty());
            await().until(() -> hub.checkpoint(1) == 9);
            // An event shows at once that the other partition is read again.
            hub.publish(1, 1);
            // What the lost connection brought about is over by itself; the link of a held partition is no failure.
            await().until(() -> reader.faults.present().stream()
                    .map(Fault::at)
                    .toList()
                    .equals(List.of("hub localhost/Defender $Default partition 0")));
            await().until(() -> hub.checkpoint(1) == 10);
            assertEquals(61, reader.distinct());
        }
    }

    @Test
    void readingGoesOnByItselfOnceTheRowIsGone() throws Exception {
        readToTheEnd(50);
        hub.server.recreate(HubFixture.HUB);
        hub.publish(0, 10);
        try (var reader = reader(ReplacedHub.STOP)) {
            await().until(() -> !reader.faults.present().isEmpty());
            hub.table.delete("localhost", HubFixture.HUB, "$Default", "0");
            hub.table.delete("localhost", HubFixture.HUB, "$Default", "1");
            await().until(() -> hub.checkpoint(0) == 9);
            assertEquals(10, reader.distinct());
            await().until(() -> reader.faults.present().isEmpty());
        }
    }

    @Test
    void aRowOfTheReplacedSystemIsRecognisedByItsTimeAndByItsNumber() throws Exception {
        hub.publish(0, 100);
        hub.publish(1, 10);
        hub.table.legacy(
                "localhost",
                HubFixture.HUB,
                "$Default",
                "checkpoint#0",
                Map.of(
                        "sequence_number",
                        AttributeValue.fromN("50"),
                        "offset",
                        AttributeValue.fromS("1000"),
                        "last_updated",
                        AttributeValue.fromS("2020-01-01T00:00:00Z")));
        hub.table.legacy(
                "localhost",
                HubFixture.HUB,
                "$Default",
                "checkpoint#1",
                Map.of("sequence_number", AttributeValue.fromS("50")));
        try (var reader = reader(ReplacedHub.STOP)) {
            await().until(() -> reader.faults.present().size() == 2);
            assertEquals(0, reader.distinct());
        }
        try (var reader = reader(ReplacedHub.EARLIEST)) {
            await().until(() -> hub.checkpoint(0) == 99 && hub.checkpoint(1) == 9);
            assertEquals(110, reader.deliveries.size());
        }
    }

    private void readToTheEnd(int events) throws Exception {
        hub.publish(0, events);
        hub.publish(1, events);
        try (var reader = reader(ReplacedHub.STOP)) {
            await().until(() -> hub.checkpoint(0) == events - 1 && hub.checkpoint(1) == events - 1);
            assertTrue(reader.faults.present().isEmpty());
        }
    }

    private TestReader reader(ReplacedHub onReplacedHub) throws Exception {
        return new TestReader(
                hub.source(),
                hub.table.store,
                TestReader.quick(),
                new PositionRules(false, onReplacedHub),
                event -> CompletableFuture.completedFuture(null));
    }
}
