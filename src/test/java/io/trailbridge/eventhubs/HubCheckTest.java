package io.trailbridge.eventhubs;

import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.apache.camel.component.azure.eventhubs.EventHubsConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HubCheckTest {
    private HubFixture hub;

    @BeforeEach
    void start() throws Exception {
        hub = new HubFixture(2);
        hub.publish(1, 3);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void aHubThatLetsUsReadPasses() {
        assertDoesNotThrow(() -> check("$Default"));
    }

    @Test
    void aConsumerGroupThatIsNotThereIsOneLineWithHubCauseAndRemedy() {
        String message =
                assertThrows(IllegalStateException.class, () -> check("nobody")).getMessage();
        assertTrue(message.startsWith("hub localhost/Defender nobody cannot be read: amqp:not-found: "), message);
        assertTrue(message.contains("create the hub or the consumer group"), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void aKeyWithoutTheRightToListenIsRefused() {
        hub.server.faults().refuseLinks("/partitions/", "amqp:unauthorized-access");
        String message = assertThrows(IllegalStateException.class, () -> check("$Default"))
                .getMessage();
        assertTrue(message.contains("amqp:unauthorized-access") && message.contains("Listen"), message);
    }

    @Test
    void partitionsThatAnotherInstanceReadsPassAndItReadsOn() throws Exception {
        try (var other = new TestReader(
                hub.source(), hub.table.store, TestReader.quick(), event -> CompletableFuture.completedFuture(null))) {
            await().until(() -> other.distinct() == 3);
            check("$Default");
            hub.publish(1, 3);
            await().until(() -> other.distinct() == 6);
            assertEquals(0, other.repeated());
        }
    }

    @Test
    void aHubThatDoesNotAnswerIsLeftToTheConsumer() {
        hub.server.close();
        assertDoesNotThrow(() -> check("$Default"));
    }

    private void check(String group) {
        HubCheck.check(HubAddress.of(
                new EventHubCredentials(hub.server.connectionString(HubFixture.HUB), null, HubFixture.HUB, group),
                new EventHubsConfiguration()));
    }
}
