package io.trailbridge.standin.eventhubs;

import static io.trailbridge.standin.eventhubs.Clients.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventProcessorClient;
import com.azure.messaging.eventhubs.EventProcessorClientBuilder;
import com.azure.messaging.eventhubs.LoadBalancingStrategy;
import com.azure.messaging.eventhubs.models.CloseReason;
import com.azure.messaging.eventhubs.models.EventContext;
import com.azure.messaging.eventhubs.models.EventPosition;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ProcessorTest {

    private static final int PARTITIONS = 4;

    private final InMemoryCheckpointStore store = new InMemoryCheckpointStore();
    private final Set<String> received = ConcurrentHashMap.newKeySet();
    private EventHubsStandIn server;
    private Instance first;
    private Instance second;

    @BeforeEach
    void start() throws Exception {
        server = EventHubsStandIn.builder().hub("defender", PARTITIONS).start();
        first = new Instance();
        second = new Instance();
    }

    @AfterEach
    void stop() {
        // The SDK waits ten seconds for the pump of a lost partition, which waits for itself: a test need not.
        Stream.of(first, second).forEach(instance -> CompletableFuture.runAsync(instance.client::stop));
        server.close();
    }

    @Test
    void twoProcessorsShareTheHubAndAStolenPartitionGoesOnAtItsNewOwner() {
        first.client.start();
        await().until(() -> owned(first) == PARTITIONS && server.receivers("defender") == PARTITIONS);
        append("alone");
        await().until(() -> received.size() == PARTITIONS);

        second.client.start();
        await().until(() -> first.lost.size() == 2);
        await().until(() -> owned(first) == 2 && owned(second) == 2 && server.receivers("defender") == PARTITIONS);
        first.partitions.clear();
        append("shared");

        await().until(() -> received.size() == 2 * PARTITIONS);
        assertEquals(first.lost, second.partitions, "the new owner reads what the old one lost");
        assertEquals(2, first.partitions.size(), "the old owner reads what it kept");
        assertEquals(
                server.hub("defender").events().stream().map(LoggedEvent::text).collect(Collectors.toSet()), received);
    }

    @Test
    void aProcessorGoesOnFromItsCheckpointAfterCuts() {
        first.client.start();
        await().until(() -> server.receivers("defender") == PARTITIONS);
        append("before");
        await().until(() -> IntStream.range(0, PARTITIONS).allMatch(i -> store.checkpoint("" + i) != null));

        server.faults().dropConnections();
        append("after");

        await().until(() -> received.size() == 2 * PARTITIONS);
        assertEquals(2 * PARTITIONS, first.handled.size(), "nothing twice, since each event was checkpointed");
    }

    private void append(String text) {
        IntStream.range(0, PARTITIONS).forEach(i -> server.hub("defender").append(i, text + " " + i));
    }

    private long owned(Instance instance) {
        return IntStream.range(0, PARTITIONS)
                .filter(i -> instance.client.getIdentifier().equals(store.owner("" + i)))
                .count();
    }

    /** One processor, as one replica would run it. */
    private final class Instance {

        final Set<String> partitions = ConcurrentHashMap.newKeySet();
        final Queue<String> handled = new ConcurrentLinkedQueue<>();
        final Set<String> lost = ConcurrentHashMap.newKeySet();
        final EventProcessorClient client = new EventProcessorClientBuilder()
                .connectionString(server.connectionString("defender"))
                .consumerGroup(EventHubClientBuilder.DEFAULT_CONSUMER_GROUP_NAME)
                .checkpointStore(store)
                .initialPartitionEventPosition(earliest())
                .loadBalancingStrategy(LoadBalancingStrategy.GREEDY)
                .loadBalancingUpdateInterval(Duration.ofMillis(500))
                .partitionOwnershipExpirationInterval(Duration.ofSeconds(3))
                .processEvent(this::handle)
                .processPartitionClose(close -> {
                    if (close.getCloseReason() == CloseReason.LOST_PARTITION_OWNERSHIP) {
                        lost.add(close.getPartitionContext().getPartitionId());
                    }
                })
                .processError(error -> {})
                .buildEventProcessorClient();

        private void handle(EventContext event) {
            partitions.add(event.getPartitionContext().getPartitionId());
            handled.add(event.getEventData().getBodyAsString());
            event.updateCheckpoint();
            received.add(event.getEventData().getBodyAsString());
        }
    }

    private static Map<String, EventPosition> earliest() {
        return Stream.of("0", "1", "2", "3")
                .collect(Collectors.toMap(Function.identity(), id -> EventPosition.earliest()));
    }
}
