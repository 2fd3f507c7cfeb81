package io.trailbridge.eventhubs;

import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.envelope.EventHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.azure.eventhubs.EventHubsConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ConsumerDeliveryTest {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private HubFixture hub;

    @BeforeEach
    void start() throws Exception {
        hub = new HubFixture(1);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void anEventArrivesAsItWasSentWithTheHeadersOfTheStockConsumerAndMore() throws Exception {
        byte[] body = {'{', 0, (byte) 0xff, '}'};
        hub.publish(0, 1);
        hub.server.hub(HubFixture.HUB).append(0, body, Map.of("source", "test"), "key-1");
        try (var reader = new TestReader(hub.source(), hub.table.store, TestReader.quick(), event -> DONE)) {
            await().until(() -> reader.distinct() == 2);
            var message = reader.byKey().get("0/1").message();
            assertArrayEquals(body, assertInstanceOf(byte[].class, message.getBody()));
            assertEquals("0", message.getHeader(EventHubsConstants.PARTITION_ID));
            assertEquals("key-1", message.getHeader(EventHubsConstants.PARTITION_KEY));
            assertEquals(1L, message.getHeader(EventHubsConstants.SEQUENCE_NUMBER));
            var offset = hub.server.hub(HubFixture.HUB).events(0).get(1).offset();
            assertEquals(Long.valueOf(offset), message.getHeader(EventHubsConstants.OFFSET));
            assertEquals(offset, message.getHeader(EventHeaders.OFFSET_STRING));
            Instant enqueued = assertInstanceOf(Instant.class, message.getHeader(EventHubsConstants.ENQUEUED_TIME));
            assertEquals(enqueued.toEpochMilli(), message.getHeader(EventHubsConstants.MESSAGE_TIMESTAMP));
            assertEquals(Map.of("source", "test"), message.getHeader(EventHubsConstants.METADATA));
            var system = message.getHeader(EventHeaders.SYSTEM_PROPERTIES, Map.class);
            assertEquals("key-1", system.get("x-opt-partition-key"));
            assertEquals("localhost", message.getHeader(EventHeaders.NAMESPACE));
            assertEquals("Defender", message.getHeader(EventHeaders.EVENT_HUB));
            assertEquals("$Default", message.getHeader(EventHeaders.CONSUMER_GROUP));
            assertEquals(1, message.getHeader(EventHeaders.ATTEMPT));
        }
        assertEquals(1, hub.checkpoint(0));
    }

    @Test
    void completionInAnyOrderNeverCheckpointsPastAnUnsettledEvent() throws Exception {
        hub.publish(0, 10);
        var held = new ConcurrentHashMap<Long, CompletableFuture<Void>>();
        try (var reader = new TestReader(
                hub.source(),
                hub.table.store,
                TestReader.quick(),
                event -> held.computeIfAbsent(event.sequence(), s -> new CompletableFuture<>()))) {
            await().until(() -> held.size() == 10);
            for (long sequence : new long[] {9, 1, 8, 2}) {
                held.get(sequence).complete(null);
            }
            assertEquals(0, reader.partition("0").oldestUnsettled());
            assertEquals(6, reader.partition("0").inFlight());
            assertEquals(-1, hub.checkpoint(0));
            held.get(0L).complete(null);
            await().until(() -> hub.checkpoint(0) == 2);
            for (long sequence : new long[] {7, 6, 5, 4}) {
                held.get(sequence).complete(null);
            }
            assertEquals(3, reader.partition("0").oldestUnsettled());
            assertEquals(2, hub.checkpoint(0));
            held.get(3L).complete(null);
            await().until(() -> hub.checkpoint(0) == 9);
            assertEquals(10, reader.deliveries.size());
        }
    }

    @Test
    void aFailedEventIsGivenToTheRouteAgainAndDoesNotHoldUpTheOthers() throws Exception {
        hub.publish(0, 50);
        var failing = ConcurrentHashMap.newKeySet();
        failing.addAll(Set.of(7L, 20L));
        try (var reader = new TestReader(
                hub.source(),
                hub.table.store,
                TestReader.quick(),
                event -> failing.contains(event.sequence())
                        ? CompletableFuture.failedFuture(new IllegalStateException("queue is down"))
                        : DONE)) {
            await().until(() -> reader.distinct() == 50 && hub.checkpoint(0) == 6);
            await().until(() ->
                    reader.sequences("0").stream().filter(s -> s == 7).count() > 3);
            assertEquals(7, reader.partition("0").oldestUnsettled());
            assertEquals(2, reader.partition("0").inFlight());
            assertTrue(reader.meters
                            .get("trailbridge.retried")
                            .tag("at", "eventhubs")
                            .counter()
                            .count()
                    >= 3);
            failing.remove(7L);
            await().until(() -> hub.checkpoint(0) == 19);
            failing.clear();
            await().until(() -> hub.checkpoint(0) == 49);
            assertTrue(reader.byKey().get("0/20").message().getHeader(EventHeaders.ATTEMPT, Integer.class) > 1);
            assertEquals(
                    50,
                    reader.meters
                            .get("trailbridge.events.processed")
                            .tag("partition", "0")
                            .counter()
                            .count());
            assertEquals(
                    50,
                    reader.meters
                            .get("trailbridge.events.received")
                            .tag("partition", "0")
                            .counter()
                            .count());
            await().until(() -> reader.partition("0").lagEvents() == 0);
        }
    }

    @Test
    void noMoreThanMaxInFlightAreReadBeyondTheCheckpoint() throws Exception {
        hub.publish(0, 100);
        var held = new ConcurrentHashMap<Long, CompletableFuture<Void>>();
        var settings = TestReader.quick().toBuilder().maxInFlight(8).build();
        try (var reader = new TestReader(
                hub.source(),
                hub.table.store,
                settings,
                event -> held.computeIfAbsent(event.sequence(), s -> new CompletableFuture<>()))) {
            await().until(() -> held.size() == 8);
            await().during(Duration.ofMillis(300)).until(() -> held.size() == 8);
            // Settled, but behind the first: the window is still full.
            held.get(5L).complete(null);
            await().during(Duration.ofMillis(200)).until(() -> held.size() == 8);
            held.get(0L).complete(null);
            await().until(() -> held.size() == 9);
            for (long sequence = 0; sequence < 100; sequence++) {
                long next = sequence;
                await().until(() -> held.containsKey(next));
                held.get(next).complete(null);
            }
            await().until(() -> hub.checkpoint(0) == 99);
            assertEquals(0, reader.repeated());
        }
    }

    @Test
    void eventsThatTheRouteDropsOrHandlesAreSettledAndRolledBackOnesAreNot() throws Exception {
        hub.publish(0, 5);
        var rollback = new java.util.concurrent.atomic.AtomicBoolean(true);
        var routes = new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-eventhubs:defender")
                        .routeId(TestReader.ROUTE)
                        .onException(IllegalArgumentException.class)
                        .handled(true)
                        .end()
                        .filter(body().contains("0/0"))
                        .stop()
                        .end()
                        .filter(body().contains("0/1"))
                        .throwException(new IllegalArgumentException("parked"))
                        .end()
                        .filter(e -> rollback.get()
                                && e.getMessage().getBody(String.class).contains("0/3"))
                        .markRollbackOnly()
                        .end()
                        .process("sink");
            }
        };
        try (var reader = new TestReader(hub.source(), hub.table.store, TestReader.quick(), routes, event -> DONE)) {
            await().until(() -> hub.checkpoint(0) == 2);
            await().until(() -> reader.byKey().containsKey("0/4"));
            assertEquals(3, reader.partition("0").oldestUnsettled());
            rollback.set(false);
            await().until(() -> hub.checkpoint(0) == 4);
            assertEquals(Set.of("0/2", "0/3", "0/4"), reader.byKey().keySet());
        }
    }

    @Test
    void aSuspendedRouteReadsNothingAndContinuesWhereItWas() throws Exception {
        hub.publish(0, 5);
        try (var reader = new TestReader(hub.source(), hub.table.store, TestReader.quick(), event -> DONE)) {
            await().until(() -> hub.checkpoint(0) == 4);
            reader.context.getRouteController().suspendRoute(TestReader.ROUTE);
            hub.publish(0, 5);
            await().during(Duration.ofMillis(600)).until(() -> reader.distinct() == 5);
            assertEquals(1, hub.owned());
            reader.context.getRouteController().resumeRoute(TestReader.ROUTE);
            await().until(() -> hub.checkpoint(0) == 9);
            assertEquals(0, reader.repeated());
        }
    }
}
