package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.PartitionProperties;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.component.azure.eventhubs.EventHubsConfiguration;

/**
 * What is in a hub now, as a goal for draining it. Calls block, for about 20 s at most each, and throw
 * {@link RuntimeException} when the hub or the store does not answer.
 */
public final class Backlog {
    private final CredentialsSource credentials;
    private final CheckpointStore store;
    private final StartPosition start;

    /** @param start the consumer's start position: what lies before it will never be read */
    public Backlog(CredentialsSource credentials, CheckpointStore store, StartPosition start) {
        this.credentials = credentials;
        this.store = store;
        this.start = start;
    }

    /** The last sequence number of each partition; -1 for one that holds no events. */
    public Map<String, Long> lastEnqueued() {
        return last(read(connection()));
    }

    /** The present end of the hub as the goal. */
    public DrainTarget snapshot() {
        HubConnection connection = connection();
        Map<String, PartitionProperties> partitions = read(connection);
        Map<String, Long> goal = new TreeMap<>();
        Map<String, Long> checkpoints = DrainTarget.checkpoints(connection, store);
        last(partitions).forEach((id, last) -> {
            if (last >= 0 && (checkpoints.containsKey(id) || isRead(partitions.get(id)))) {
                goal.put(id, last);
            }
        });
        return new DrainTarget(connection, store, goal);
    }

    /** Whether the last event of a partition without a checkpoint lies after the start position. */
    private boolean isRead(PartitionProperties partition) {
        if (start instanceof StartPosition.At at) {
            return !partition.getLastEnqueuedTime().isBefore(at.time());
        }
        return !start.equals(StartPosition.LATEST);
    }

    private HubConnection connection() {
        return HubConnection.of(credentials.current(), new EventHubsConfiguration());
    }

    private static Map<String, PartitionProperties> read(HubConnection connection) {
        try (HubReader reader = new HubReader(connection)) {
            return reader.read().partitions();
        }
    }

    private static Map<String, Long> last(Map<String, PartitionProperties> partitions) {
        Map<String, Long> last = new TreeMap<>();
        partitions.forEach((id, properties) ->
            last.put(id, properties.isEmpty() ? -1 : properties.getLastEnqueuedSequenceNumber()));
        return last;
    }
}
