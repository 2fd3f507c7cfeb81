package io.trailbridge.standin.eventhubs;

import static com.azure.core.amqp.exception.AmqpErrorCondition.LINK_STOLEN;
import static com.azure.core.amqp.exception.AmqpErrorCondition.RESOURCE_LIMIT_EXCEEDED;
import static io.trailbridge.standin.eventhubs.Clients.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EpochTest {

    private EventHubsStandIn server;
    private EventHubConsumerAsyncClient client;

    @BeforeEach
    void start() throws Exception {
        server = EventHubsStandIn.builder()
                .hub("defender", 2)
                .consumerGroup("audit")
                .start();
        client = Clients.impatient(server.connectionString("defender")).buildAsyncConsumerClient();
        server.hub("defender").append(0, "first");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aHigherEpochTakesThePartitionFromALowerOne() {
        Clients.Reader old = reading(client, 1L);
        Clients.Reader young = reading(client, 2L);

        await().until(() -> old.error != null);
        assertEquals(LINK_STOLEN, ((AmqpException) old.error).getErrorCondition());
        server.hub("defender").append(0, "second");
        await().until(() -> young.events.size() == 2);
        assertEquals(List.of("first"), old.texts());
        assertNull(young.error);
    }

    @Test
    void anEqualEpochTakesThePartitionToo() {
        Clients.Reader old = reading(client, 0L);
        Clients.Reader young = reading(client, 0L);

        await().until(() -> old.error != null);
        assertEquals(LINK_STOLEN, ((AmqpException) old.error).getErrorCondition());
        assertNull(young.error);
        assertEquals(1, server.receivers("defender"));
    }

    @Test
    void aLowerEpochIsRefused() {
        Clients.Reader high = reading(client, 5L);
        Clients.Reader low = subscribe(client, 4L);

        await().until(() -> low.error != null);
        assertEquals(LINK_STOLEN, ((AmqpException) low.error).getErrorCondition());
        server.hub("defender").append(0, "second");
        await().until(() -> high.events.size() == 2);
    }

    @Test
    void aReaderWithoutEpochIsRefusedWhileOneWithEpochReads() {
        Clients.Reader owner = reading(client, 0L);
        Clients.Reader guest = subscribe(client, null);

        await().until(() -> guest.error != null);
        assertEquals(LINK_STOLEN, ((AmqpException) guest.error).getErrorCondition());

        owner.close();
        await().until(() -> server.receivers("defender") == 0);
        reading(client, null);
    }

    @Test
    void anEpochCountsForItsPartitionAndConsumerGroupOnly() {
        reading(client, 3L);
        try (EventHubConsumerAsyncClient other = Clients.impatient(server.connectionString("defender"))
                .consumerGroup("audit")
                .buildAsyncConsumerClient()) {
            Clients.Reader guest = reading(other, null);
            assertNull(guest.error);
            assertEquals(2, server.receivers("defender"));
        }
    }

    @Test
    void withoutEpochsFiveReadSideBySideAndASixthIsRefused() {
        List<Clients.Reader> five =
                Stream.generate(() -> reading(client, null)).limit(5).toList();
        Clients.Reader sixth = subscribe(client, null);

        await().until(() -> sixth.error != null);
        assertEquals(RESOURCE_LIMIT_EXCEEDED, ((AmqpException) sixth.error).getErrorCondition());
        server.hub("defender").append(0, "second");
        await().until(() -> five.stream().allMatch(reader -> reader.events.size() == 2));
    }

    private Clients.Reader reading(EventHubConsumerAsyncClient from, Long epoch) {
        Clients.Reader reader = subscribe(from, epoch);
        await().until(() -> reader.events.size() == 1);
        return reader;
    }

    private static Clients.Reader subscribe(EventHubConsumerAsyncClient from, Long epoch) {
        return new Clients.Reader(
                from.receiveFromPartition("0", EventPosition.earliest(), new ReceiveOptions().setOwnerLevel(epoch)));
    }
}
