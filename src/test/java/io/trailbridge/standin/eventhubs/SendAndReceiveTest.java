package io.trailbridge.standin.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerClient;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.models.CreateBatchOptions;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import com.azure.messaging.eventhubs.models.SendOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendAndReceiveTest {

    private EventHubsStandIn server;
    private EventHubProducerClient producer;
    private EventHubConsumerClient consumer;

    @BeforeEach
    void start() throws Exception {
        server = EventHubsStandIn.builder().hub("defender", 4).start();
        producer = new EventHubClientBuilder()
                .connectionString(server.connectionString("defender"))
                .buildProducerClient();
        consumer = new EventHubClientBuilder()
                .connectionString(server.connectionString("defender"))
                .consumerGroup(EventHubClientBuilder.DEFAULT_CONSUMER_GROUP_NAME)
                .buildConsumerClient();
    }

    @AfterEach
    void stop() {
        producer.close();
        consumer.close();
        server.close();
    }

    @Test
    void anEventSentToAPartitionIsLoggedWithItsBodyAndProperties() {
        EventData event = new EventData("hello");
        event.getProperties().put("kind", "alert");

        producer.send(List.of(event), new SendOptions().setPartitionId("2"));

        LoggedEvent logged = server.hub("defender").events(2).get(0);
        assertEquals("hello", logged.text());
        assertEquals("alert", logged.properties().get("kind"));
        assertEquals(0, logged.sequenceNumber());
        assertEquals(1, server.hub("defender").size());
    }

    @Test
    void aBatchArrivesInOrderOnOnePartition() {
        var batch = producer.createBatch(new CreateBatchOptions().setPartitionId("1"));
        IntStream.range(0, 100).forEach(i -> assertTrue(batch.tryAdd(new EventData("event " + i))));

        producer.send(batch);

        assertEquals(
                texts(0, 100),
                server.hub("defender").events(1).stream().map(LoggedEvent::text).toList());
    }

    @Test
    void receivedEventsCarryTheSystemPropertiesOfTheLog() {
        producer.send(List.of(new EventData("a"), new EventData("b")), new SendOptions().setPartitionKey("key"));
        int partition = IntStream.range(0, 4)
                .filter(i -> server.hub("defender").size(i) > 0)
                .findFirst()
                .orElseThrow();

        List<PartitionEvent> events = receive(partition, 2, EventPosition.earliest());

        List<LoggedEvent> logged = server.hub("defender").events(partition);
        for (int i = 0; i < 2; i++) {
            EventData data = events.get(i).getData();
            assertEquals(logged.get(i).text(), data.getBodyAsString());
            assertEquals(logged.get(i).sequenceNumber(), data.getSequenceNumber());
            assertEquals(logged.get(i).offset(), data.getOffsetString());
            assertEquals(logged.get(i).enqueuedTime(), data.getEnqueuedTime());
            assertEquals("key", data.getPartitionKey());
        }
        assertNotEquals(
                Long.toString(logged.get(1).sequenceNumber()), logged.get(1).offset());
    }

    @Test
    void eventsWithOneKeyShareAPartitionAndEventsWithoutGoRound() {
        for (int i = 0; i < 8; i++) {
            producer.send(List.of(new EventData("keyed")), new SendOptions().setPartitionKey("same"));
        }
        assertEquals(
                1,
                IntStream.range(0, 4)
                        .filter(i -> server.hub("defender").size(i) == 8)
                        .count());

        for (int i = 0; i < 4; i++) {
            producer.send(List.of(new EventData("any")));
        }
        assertTrue(IntStream.range(0, 4).allMatch(i -> server.hub("defender").size(i) % 8 == 1));
    }

    @Test
    void aReaderStartsWhereItsPositionSays() {
        HubLog log = server.hub("defender");
        IntStream.range(0, 10).forEach(i -> log.append(0, "event " + i));
        String offset = log.events(0).get(4).offset();

        assertEquals("event 0", first(EventPosition.earliest()));
        assertEquals("event 5", first(EventPosition.fromOffsetString(offset)));
        assertEquals("event 5", first(EventPosition.fromSequenceNumber(4)));
        assertEquals("event 4", first(EventPosition.fromSequenceNumber(4, true)));
    }

    @Test
    void eventsOfEverySizeUpToOneMegabyteArriveUnchanged() {
        String large = "x".repeat(1000 * 1000);

        producer.send(List.of(new EventData(large)), new SendOptions().setPartitionId("0"));
        producer.send(List.of(new EventData("")), new SendOptions().setPartitionId("0"));

        List<PartitionEvent> events = receive(0, 2, EventPosition.earliest());
        assertEquals(large, events.get(0).getData().getBodyAsString());
        assertEquals("", events.get(1).getData().getBodyAsString());
    }

    @Test
    void hubAndPartitionPropertiesAreExact() {
        assertEquals(
                List.of("0", "1", "2", "3"), consumer.getPartitionIds().stream().collect(Collectors.toList()));
        var empty = consumer.getPartitionProperties("3");
        assertTrue(empty.isEmpty());
        assertEquals(-1, empty.getLastEnqueuedSequenceNumber());
        assertEquals("-1", empty.getLastEnqueuedOffset());

        HubLog log = server.hub("defender");
        log.append(3, "a");
        log.append(3, "b");
        LoggedEvent last = log.append(3, "c");
        log.dropBefore(3, 1);

        var properties = consumer.getPartitionProperties("3");
        assertFalse(properties.isEmpty());
        assertEquals("defender", properties.getEventHubName());
        assertEquals(1, properties.getBeginningSequenceNumber());
        assertEquals(2, properties.getLastEnqueuedSequenceNumber());
        assertEquals(last.offset(), properties.getLastEnqueuedOffset());
        assertEquals(last.enqueuedTime(), properties.getLastEnqueuedTime());
    }

    private String first(EventPosition position) {
        return receive(0, 1, position).get(0).getData().getBodyAsString();
    }

    private List<PartitionEvent> receive(int partition, int count, EventPosition position) {
        return StreamSupport.stream(
                        consumer.receiveFromPartition(
                                        Integer.toString(partition), count, position, Duration.ofSeconds(10))
                                .spliterator(),
                        false)
                .toList();
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "event " + i).toList();
    }
}
