package io.trailbridge.eventhubs;

import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.BaseExecutorServiceManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ConsumerThreadsTest {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    @Test
    void moreThanAThousandEventsThatFailTogetherAreAllRetried() throws Exception {
        try (var hub = new HubFixture(1)) {
            hub.publish(0, 1900);
            var outage = new CompletableFuture<Void>();
            var seen = ConcurrentHashMap.<String>newKeySet();
            // So long that all wait for their retry at the same time.
            var settings = TestReader.quick().toBuilder()
                    .retryMin(Duration.ofSeconds(4))
                    .retryMax(Duration.ofSeconds(4))
                    .build();
            try (var reader = new TestReader(
                    hub.source(), hub.table.store, settings, event -> seen.add(event.key()) ? outage : DONE)) {
                await().atMost(Duration.ofSeconds(40)).until(() -> reader.distinct() == 1900);
                outage.completeExceptionally(new IllegalStateException("queue is down"));
                await().atMost(Duration.ofSeconds(40)).until(() -> hub.checkpoint(0) == 1899);
                assertEquals(0, reader.partition("0").inFlight());
            }
        }
    }

    @Test
    void tenRestartsOfTheRouteLeaveNoThreadPoolBehind() throws Exception {
        try (var hub = new HubFixture(1)) {
            hub.publish(0, 1);
            try (var reader = new TestReader(hub.source(), hub.table.store, TestReader.quick(), event -> DONE)) {
                assertTrue(threads() > 0);
                // Camel makes itself a pool at the first stop.
                restart(reader);
                int before = pools(reader.context);
                for (int i = 0; i < 10; i++) {
                    restart(reader);
                }
                assertEquals(before, pools(reader.context));
            }
        }
    }

    private static void restart(TestReader reader) throws Exception {
        await().until(() -> reader.status().startedAt() != null);
        reader.context.getRouteController().stopRoute(TestReader.ROUTE);
        await().until(() -> threads() == 0);
        reader.context.getRouteController().startRoute(TestReader.ROUTE);
    }

    /** What Camel keeps for the life of the context. */
    private static int pools(CamelContext context) throws Exception {
        Field pools = BaseExecutorServiceManager.class.getDeclaredField("executorServices");
        pools.setAccessible(true);
        return ((Collection<?>) pools.get(context.getExecutorServiceManager())).size();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> List.of("EventHubsRetry", "EventHubsCheckpoint", "EventHubsMaintenance").stream()
                        .anyMatch(name::contains))
                .count();
    }
}
