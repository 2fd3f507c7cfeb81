package io.trailbridge.standin.eventhubs;

import static com.azure.core.amqp.exception.AmqpErrorCondition.ARGUMENT_ERROR;
import static io.trailbridge.standin.eventhubs.Clients.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.LastEnqueuedEventProperties;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PositionTest {

    private final SteppingClock clock = new SteppingClock();
    private EventHubsStandIn server;
    private EventHubConsumerAsyncClient client;
    private HubLog log;

    @BeforeEach
    void start() throws Exception {
        server = EventHubsStandIn.builder().hub("defender", 1).clock(clock).start();
        client = Clients.impatient(server.connectionString("defender")).buildAsyncConsumerClient();
        log = server.hub("defender");
        for (String text : List.of("a", "b", "c", "d")) {
            log.append(0, text);
            clock.now = clock.now.plusSeconds(1);
        }
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void latestBeginsAfterTheLastEvent() {
        try (Clients.Reader reader = from(EventPosition.latest())) {
            await().until(() -> server.receivers("defender") == 1);
            log.append(0, "new");

            await().until(() -> reader.events.size() == 1);
            assertEquals(List.of("new"), reader.texts());
        }
    }

    @Test
    void aTimeBeginsAfterIt() {
        Instant second = log.events(0).get(1).enqueuedTime();

        assertEquals(List.of("c", "d"), read(EventPosition.fromEnqueuedTime(second), 2));
        assertEquals(List.of("b", "c", "d"), read(EventPosition.fromEnqueuedTime(second.minusMillis(1)), 3));
    }

    @Test
    void anExpiredPositionBeginsAtTheFirstEventLeft() {
        String offset = log.events(0).get(0).offset();
        log.dropBefore(0, 2);

        assertEquals(List.of("c", "d"), read(EventPosition.fromOffsetString(offset), 2));
        assertEquals(List.of("c", "d"), read(EventPosition.fromSequenceNumber(0), 2));
        assertEquals(List.of("c", "d"), read(EventPosition.earliest(), 2));
    }

    @Test
    void aPositionBeyondTheEndIsRefused() {
        assertEquals(ARGUMENT_ERROR, refusal(EventPosition.fromOffsetString("999999")));
        assertEquals(ARGUMENT_ERROR, refusal(EventPosition.fromSequenceNumber(4)));
        assertEquals(ARGUMENT_ERROR, refusal(EventPosition.fromOffsetString("not a number")));
    }

    @Test
    void aReaderThatAsksForItLearnsThePartitionsEndWithEachEvent() {
        try (Clients.Reader reader = new Clients.Reader(client.receiveFromPartition(
                "0", EventPosition.earliest(), new ReceiveOptions().setTrackLastEnqueuedEventProperties(true)))) {
            await().until(() -> reader.events.size() == 4);
            LoggedEvent last = log.events(0).get(3);

            LastEnqueuedEventProperties end = reader.events.get(0).getLastEnqueuedEventProperties();

            assertEquals(3, end.getSequenceNumber());
            assertEquals(last.offset(), end.getOffsetString());
            assertEquals(last.enqueuedTime(), end.getEnqueuedTime());
            assertEquals(clock.now, end.getRetrievalTime());
        }
    }

    private List<String> read(EventPosition position, int count) {
        try (Clients.Reader reader = from(position)) {
            await().until(() -> reader.events.size() == count);
            return reader.texts();
        }
    }

    private Object refusal(EventPosition position) {
        try (Clients.Reader reader = from(position)) {
            await().until(() -> reader.error != null);
            return ((AmqpException) reader.error).getErrorCondition();
        }
    }

    private Clients.Reader from(EventPosition position) {
        return new Clients.Reader(client.receiveFromPartition("0", position));
    }

    /** Stands until it is moved. It starts at the present, since the SDK's tokens expire by the real time. */
    private static final class SteppingClock extends Clock {

        private volatile Instant now = Instant.ofEpochMilli(System.currentTimeMillis());

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
