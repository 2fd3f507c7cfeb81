package io.trailbridge.eventhubs;

import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.models.PartitionOwnership;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

@Tag("slow")
class ConsumerStopTest {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

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
    void anOrderlyStopWaitsForEventsInFlightWritesTheLastCheckpointAndReleases() throws Exception {
        hub.publish(0, 20);
        // An interval that never passes: only the first checkpoint and the last are written.
        var settings = TestReader.quick().toBuilder()
                .checkpointInterval(Duration.ofMinutes(5))
                .build();
        var held = new ConcurrentHashMap<Long, CompletableFuture<Void>>();
        var reader = new TestReader(
                hub.source(),
                hub.table.store,
                settings,
                event -> held.computeIfAbsent(event.sequence(), s -> new CompletableFuture<>()));
        await().until(() -> held.size() == 20 && hub.owned() == 2);
        var stopping = CompletableFuture.runAsync(reader::close);
        await().until(() -> reader.context.isStopping());
        held.values().forEach(event -> event.complete(null));
        stopping.get(20, TimeUnit.SECONDS);
        assertEquals(19, hub.checkpoint(0));
        assertEquals(0, hub.owned());
    }

    @Test
    void aRestartContinuesExactlyWhereTheStopLeftOff() throws Exception {
        hub.publish(0, 300);
        hub.publish(1, 300);
        var seen = new ArrayList<TestReader.Received>();
        for (int round = 0; seen.size() < 600; round++) {
            assertTrue(round < 30, "rounds without an end");
            int enough = Math.min(
                    600, seen.size() + 100 + ThreadLocalRandom.current().nextInt(250));
            var settings = TestReader.quick().toBuilder().maxInFlight(30).build();
            try (var reader = new TestReader(
                    hub.source(),
                    hub.table.store,
                    settings,
                    event -> later(ThreadLocalRandom.current().nextInt(20)))) {
                int before = seen.size();
                await().until(() -> before + reader.distinct() >= enough);
                reader.stop();
                seen.addAll(reader.deliveries);
            }
        }
        assertEquals(600, seen.size(), "each exactly once");
        assertEquals(600, seen.stream().map(TestReader.Received::key).distinct().count());
    }

    @Test
    void aStopIsNotHeldUpByAFullWindowOrByFailingEvents() throws Exception {
        hub.publish(0, 50);
        hub.publish(1, 50);
        var settings = TestReader.quick().toBuilder()
                .maxInFlight(5)
                .stopGrace(Duration.ofSeconds(1))
                .build();
        var reader = new TestReader(
                hub.source(),
                hub.table.store,
                settings,
                event -> event.sequence() == 0
                        ? DONE
                        : CompletableFuture.failedFuture(new IllegalStateException("down")));
        await().until(() -> reader.distinct() >= 12 && hub.checkpoint(0) == 0 && hub.checkpoint(1) == 0);
        Instant begun = Instant.now();
        reader.close();
        assertTrue(Duration.between(begun, Instant.now()).toSeconds() < 8);
        int delivered = reader.deliveries.size();
        await().during(Duration.ofMillis(400)).until(() -> reader.deliveries.size() == delivered);
        assertEquals(0, hub.checkpoint(0));
        assertEquals(0, hub.owned());
    }

    @Test
    void anExchangeThatOutlivesTheGraceStaysUnsettled() throws Exception {
        hub.publish(0, 3);
        var settings =
                TestReader.quick().toBuilder().stopGrace(Duration.ofMillis(300)).build();
        var held = new CompletableFuture<Void>();
        var reader =
                new TestReader(hub.source(), hub.table.store, settings, event -> event.sequence() == 1 ? held : DONE);
        reader.context.getShutdownStrategy().setTimeout(1);
        await().until(() -> reader.distinct() == 3 && hub.checkpoint(0) == 0);
        reader.close();
        held.complete(null);
        assertEquals(0, hub.checkpoint(0));
        try (var next = new TestReader(hub.source(), hub.table.store, TestReader.quick(), event -> DONE)) {
            await().until(() -> hub.checkpoint(0) == 2);
            assertEquals(List.of(1L, 2L), next.sequences("0"));
        }
    }

    @Test
    void aStopIsNotHeldUpByARouteThatBlocksTheReceivingThread() throws Exception {
        hub.publish(0, 10);
        var blocking = new CountDownLatch(1);
        var routes = new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-eventhubs:defender")
                        .routeId(TestReader.ROUTE)
                        .errorHandler(noErrorHandler())
                        .process("sink")
                        .filter(body().contains("0/1"))
                        .process(e -> blocking.await());
            }
        };
        var settings =
                TestReader.quick().toBuilder().stopGrace(Duration.ofMillis(300)).build();
        var reader = new TestReader(hub.source(), hub.table.store, settings, routes, event -> DONE);
        reader.context.getShutdownStrategy().setTimeout(1);
        await().until(() -> reader.distinct() == 2 && hub.checkpoint(0) == 0);
        Instant begun = Instant.now();
        reader.close();
        assertTrue(Duration.between(begun, Instant.now()).toSeconds() < 8);
        blocking.countDown();
        await().during(Duration.ofMillis(300)).until(() -> reader.distinct() == 2);
        assertEquals(0, hub.checkpoint(0));
        assertEquals(0, hub.owned());
    }

    @Test
    void aRoundOfBalancingThatOutlivesTheStopClaimsNothingThatWasReleased() throws Exception {
        Sinks.One<Void> released = Sinks.one();
        var holdNext = new AtomicBoolean();
        var store = new ForwardingStore(hub.table.store) {
            @Override
            public Flux<PartitionOwnership> listOwnership(String namespace, String name, String group) {
                return holdNext.compareAndSet(true, false)
                        ? released.asMono().thenMany(super.listOwnership(namespace, name, group))
                        : super.listOwnership(namespace, name, group);
            }
        };
        var reader = new TestReader(hub.source(), store, TestReader.quick(), event -> DONE);
        await().until(() -> hub.owned() == 2);
        holdNext.set(true);
        await().until(() -> !holdNext.get());
        reader.close();
        assertEquals(0, hub.owned());
        released.tryEmitEmpty();
        await().during(Duration.ofMillis(300)).until(() -> hub.owned() == 0);
    }

    private static CompletableFuture<?> later(int millis) {
        return CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
    }
}
