package io.trailbridge.standin.eventhubs;

import static com.azure.core.amqp.exception.AmqpErrorCondition.ARGUMENT_OUT_OF_RANGE_ERROR;
import static com.azure.core.amqp.exception.AmqpErrorCondition.NOT_FOUND;
import static com.azure.core.amqp.exception.AmqpErrorCondition.UNAUTHORIZED_ACCESS;
import static io.trailbridge.standin.eventhubs.Clients.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.EventHubConsumerClient;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTest {

    private EventHubsStandIn server;

    @BeforeEach
    void start() throws Exception {
        server = EventHubsStandIn.builder()
                .hub("defender", 2)
                .key("reader", "first-secret")
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aWrongSecretIsRefused() {
        String wrong = server.connectionString("defender").replace("first-secret", "another-secret");

        assertEquals(UNAUTHORIZED_ACCESS, refusalOfSending(wrong));
        assertEquals(UNAUTHORIZED_ACCESS, refusalOfReading(wrong, "$Default", "0"));
        assertEquals(UNAUTHORIZED_ACCESS, refusalOfProperties(wrong));
        assertEquals(0, server.hub("defender").size());
    }

    @Test
    void anUnknownKeyNameIsRefused() {
        assertEquals(
                UNAUTHORIZED_ACCESS,
                refusalOfSending(server.connectionString("defender").replace("=reader", "=stranger")));
    }

    @Test
    void aRotatedKeyShutsOutTheOldSecretAndLetsInTheNew() {
        String old = server.connectionString("defender");
        try (EventHubConsumerAsyncClient client = Clients.impatient(old).buildAsyncConsumerClient();
                Clients.Reader reader =
                        new Clients.Reader(client.receiveFromPartition("0", EventPosition.earliest()))) {
            server.hub("defender").append(0, "before");
            await().until(() -> reader.events.size() == 1);

            server.faults().rotateKey("reader", "second-secret");

            await().until(() -> reader.ended);
            assertEquals(UNAUTHORIZED_ACCESS, refusalOfReading(old, "$Default", "0"));
        }
        try (EventHubConsumerAsyncClient client =
                        Clients.impatient(server.connectionString("defender")).buildAsyncConsumerClient();
                Clients.Reader reader =
                        new Clients.Reader(client.receiveFromPartition("0", EventPosition.earliest()))) {
            await().until(() -> reader.events.size() == 1);
        }
    }

    @Test
    void anUnknownHubIsNotFound() {
        String elsewhere = server.connectionString("nowhere");

        assertEquals(NOT_FOUND, refusalOfSending(elsewhere));
        assertEquals(NOT_FOUND, refusalOfReading(elsewhere, "$Default", "0"));
        assertEquals(NOT_FOUND, refusalOfProperties(elsewhere));
    }

    @Test
    void anUnknownConsumerGroupIsNotFound() {
        assertEquals(NOT_FOUND, refusalOfReading(server.connectionString("defender"), "nobody", "0"));
    }

    @Test
    void anUnknownPartitionIsOutOfRange() {
        assertEquals(
                ARGUMENT_OUT_OF_RANGE_ERROR, refusalOfReading(server.connectionString("defender"), "$Default", "2"));
    }

    @Test
    void namesAreComparedWithoutCase() {
        try (EventHubProducerClient producer =
                Clients.impatient(server.connectionString("Defender")).buildProducerClient()) {
            producer.send(List.of(new EventData("hello")));
        }
        assertEquals(1, server.hub("defender").size());
    }

    private static AmqpErrorCondition refusalOfSending(String connectionString) {
        try (EventHubProducerClient producer =
                Clients.impatient(connectionString).buildProducerClient()) {
            return assertThrows(AmqpException.class, () -> producer.send(List.of(new EventData("no"))))
                    .getErrorCondition();
        }
    }

    private static AmqpErrorCondition refusalOfProperties(String connectionString) {
        try (EventHubConsumerClient consumer =
                Clients.impatient(connectionString).buildConsumerClient()) {
            return assertThrows(AmqpException.class, consumer::getEventHubProperties)
                    .getErrorCondition();
        }
    }

    private static AmqpErrorCondition refusalOfReading(String connectionString, String group, String partition) {
        try (EventHubConsumerAsyncClient client =
                        Clients.impatient(connectionString).consumerGroup(group).buildAsyncConsumerClient();
                Clients.Reader reader =
                        new Clients.Reader(client.receiveFromPartition(partition, EventPosition.earliest()))) {
            await().until(() -> reader.error != null);
            return ((AmqpException) reader.error).getErrorCondition();
        }
    }
}
