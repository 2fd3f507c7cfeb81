package io.trailbridge.eventhubs;

import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SharedPartitionsTest {
    private static final int WINDOW = 20;

    @Test
    void twoInstancesShareFourPartitionsAndOneThatStopsHandsItsPartitionsOver() throws Exception {
        try (var hub = new HubFixture(4)) {
            var settings = TestReader.quick().withMaxInFlight(WINDOW);
            var first = instance(hub, settings);
            await().until(() -> first.owned() == 4);
            publish(hub, 100);
            // Each instance has its own store, as in two processes.
            try (var second = new TestReader(hub.source(),
                new DynamoDbCheckpointStore(hub.table.client, hub.table.name), settings, SharedPartitionsTest::slow)) {
                await().until(() -> first.owned() == 2 && second.owned() == 2);
                publish(hub, 100);
                await().until(() -> first.distinct() > 150 && second.distinct() > 50);
                first.close();
                publish(hub, 100);
                await().atMost(settings.ownershipExpiry().plusSeconds(5)).until(() -> second.owned() == 4);
                for (int partition = 0; partition < 4; partition++) {
                    int id = partition;
                    await().until(() -> hub.checkpoint(id) == 299);
                }
                var times = new HashMap<String, Integer>();
                Stream.concat(first.deliveries.stream(), second.deliveries.stream())
                    .forEach(event -> times.merge(event.key(), 1, Integer::sum));
                assertEquals(1200, times.size(), "each event arrived");
                long overlap = times.values().stream().mapToInt(n -> n - 1).sum();
                System.out.println("overlap of 2 stolen and 2 handed-over partitions: " + overlap + " events");
                // Two partitions were taken while they were read; those handed over in order repeat nothing.
                assertTrue(overlap <= 2 * WINDOW, "overlap " + overlap);
            }
            assertEquals(0, hub.owned());
        }
    }

    private static TestReader instance(HubFixture hub, EventHubsSettings settings) throws Exception {
        return new TestReader(hub.source(), hub.table.store, settings, SharedPartitionsTest::slow);
    }

    private static void publish(HubFixture hub, int each) {
        for (int partition = 0; partition < 4; partition++) {
            hub.publish(partition, each);
        }
    }

    private static CompletableFuture<?> slow(TestReader.Received event) {
        return CompletableFuture.runAsync(() -> { },
            CompletableFuture.delayedExecutor(ThreadLocalRandom.current().nextInt(30), TimeUnit.MILLISECONDS));
    }
}
