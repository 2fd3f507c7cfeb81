package io.trailbridge.standin.eventhubs;

import static com.azure.core.amqp.exception.AmqpErrorCondition.SERVER_BUSY_ERROR;
import static io.trailbridge.standin.eventhubs.Clients.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.models.SendOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private EventHubsStandIn server;
    private EventHubConsumerAsyncClient client;
    private EventHubProducerClient producer;

    @BeforeEach
    void start() throws Exception {
        server = EventHubsStandIn.builder().hub("defender", 1).start();
        client = Clients.patient(server.connectionString("defender")).buildAsyncConsumerClient();
        producer = Clients.impatient(server.connectionString("defender")).buildProducerClient();
    }

    @AfterEach
    void stop() {
        server.faults().stopCutting();
        client.close();
        producer.close();
        server.close();
    }

    @Test
    void aReaderComesBackAfterACutWhereItWas() {
        try (Clients.Reader reader = reader()) {
            append(0, 1500);
            await().until(() -> reader.events.size() >= 100);

            server.faults().dropConnections();
            append(1500, 3000);

            await().until(() -> reader.events.size() >= 3000);
            assertEquals(texts(3000), reader.texts());
        }
    }

    @Test
    void aProducerSendsAgainAfterACut() {
        producer.send(List.of(new EventData("before")));

        server.faults().dropConnections();
        await().ignoreExceptions().until(() -> {
            producer.send(List.of(new EventData("after")));
            return true;
        });

        assertEquals(
                List.of("before", "after"),
                server.hub("defender").events().stream().map(LoggedEvent::text).toList());
    }

    @Test
    void cuttingGoesOnUntilItIsStopped() {
        try (Clients.Reader reader = reader()) {
            server.faults().cutEvery(Duration.ofMillis(300));
            await().until(() -> server.faults().cuts() >= 3);
            append(0, 10);
            server.faults().stopCutting();
            int cuts = server.faults().cuts();

            await().until(() -> reader.events.size() == 10);
            assertEquals(cuts, server.faults().cuts());
        }
    }

    @Test
    void aReaderComesBackAfterItsLinkWasDetached() {
        try (Clients.Reader reader = reader()) {
            append(0, 1);
            await().until(() -> reader.events.size() == 1);

            server.faults().detachLinks("amqp:link:detach-forced");
            append(1, 2);

            await().until(() -> reader.events.size() == 2);
            assertEquals(texts(2), reader.texts());
        }
    }

    @Test
    void aReaderComesBackAfterTheConnectionWasClosedInOrder() {
        try (Clients.Reader reader = reader()) {
            append(0, 1);
            await().until(() -> reader.events.size() == 1);

            server.faults().closeConnections("amqp:connection:forced");
            append(1, 2);

            await().until(() -> reader.events.size() == 2);
            assertEquals(texts(2), reader.texts());
        }
    }

    @Test
    void aBusyServerRefusesSendsWithItsOwnConditionUntilItIsNotBusy() {
        send("before");
        server.faults().serverBusy(true);

        AmqpException busy = (AmqpException)
                assertThrows(RuntimeException.class, () -> send("refused")).getCause();

        assertEquals(SERVER_BUSY_ERROR, busy.getErrorCondition());
        assertTrue(busy.isTransient());
        server.faults().serverBusy(false);
        send("after");
        assertEquals(
                List.of("before", "after"),
                server.hub("defender").events().stream().map(LoggedEvent::text).toList());
    }

    @Test
    void aServerBusyForOneRequestTakesTheNext() {
        send("before");
        server.faults().serverBusy(1);

        assertThrows(RuntimeException.class, () -> send("refused"));
        send("after");

        assertEquals(2, server.hub("defender").size());
    }

    @Test
    void aDelayHoldsBackAnswersAndDeliveries() {
        send("before");
        server.faults().delay(Duration.ofMillis(400));

        long began = System.nanoTime();
        send("late");

        assertTrue(System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(390));
        began = System.nanoTime();
        try (Clients.Reader reader = reader()) {
            await().until(() -> reader.events.size() == 2);
            assertTrue(System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(390));
        }
    }

    @Test
    void aNewPartitionIsSeenAndServed() {
        assertEquals(1, producer.getPartitionIds().stream().count());

        server.addPartition("defender");

        assertEquals(2, producer.getPartitionIds().stream().count());
        producer.send(List.of(new EventData("new")), new SendOptions().setPartitionId("1"));
        assertEquals("new", server.hub("defender").events(1).get(0).text());
    }

    private Clients.Reader reader() {
        return Clients.Reader.resuming(client, "0");
    }

    private void send(String text) {
        producer.send(List.of(new EventData(text)), new SendOptions().setPartitionId("0"));
    }

    private void append(int from, int to) {
        IntStream.range(from, to).forEach(i -> server.hub("defender").append(0, "event " + i));
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "event " + i).toList();
    }
}
