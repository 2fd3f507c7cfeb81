package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.trailbridge.azure.CredentialsSource;
import io.trailbridge.checkpoints.CheckpointTableFixture;
import io.trailbridge.standin.eventhubs.EventHubsStandIn;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A hub "Defender" and a checkpoint table for one test. */
public final class HubFixture implements AutoCloseable {
    public static final String HUB = "Defender";

    final EventHubsStandIn server;
    final CheckpointTableFixture table = new CheckpointTableFixture();

    public HubFixture(int partitions) throws IOException {
        server = EventHubsStandIn.builder()
                .hub(HUB, partitions)
                .key("k", "c2VjcmV0")
                .start();
    }

    EventHubCredentials credentials() {
        return new EventHubCredentials(server.connectionString(HUB), null, HUB, null);
    }

    public CredentialsSource<EventHubCredentials> source() {
        return CredentialsSource.of(credentials());
    }

    public void publish(int partition, int count) {
        for (int i = 0; i < count; i++) {
            long next = server.hub(HUB).lastSequence(partition) + 1;
            server.hub(HUB).append(partition, "event " + partition + "/" + next);
        }
    }

    /** The sequence number that the partition's checkpoint row names, or -1. */
    long checkpoint(int partition) {
        return table.store.listCheckpoints("localhost", HUB, "$Default").collectList().block().stream()
                .filter(row -> row.getPartitionId().equals("" + partition))
                .mapToLong(Checkpoint::getSequenceNumber)
                .findFirst()
                .orElse(-1);
    }

    /** How many partitions have an owner. */
    long owned() {
        return table.store
                .listOwnership("localhost", HUB, "$Default")
                .map(PartitionOwnership::getOwnerId)
                .filter(owner -> !owner.isEmpty())
                .count()
                .block();
    }

    public static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }

    @Override
    public void close() {
        server.close();
    }
}
