package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.models.Checkpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The end that a hub had when {@link Backlog#snapshot} was taken. A partition is done when its checkpoint names that
 * event or a later one; one that was empty, or whose events all lie before the start position, is done at once.
 */
public final class DrainTarget {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HubConnection connection;
    private final CheckpointStore store;
    private final Map<String, Long> goal;

    DrainTarget(HubConnection connection, CheckpointStore store, Map<String, Long> goal) {
        this.connection = connection;
        this.store = store;
        this.goal = Map.copyOf(goal);
    }

    /** The sequence number to reach, by partition; only partitions that have something to read. */
    public Map<String, Long> goal() {
        return goal;
    }

    /** Reads the checkpoints, strongly consistent; blocks. */
    public boolean reached() {
        return remaining().isEmpty();
    }

    /** Events that are left, by partition that is not done; -1 where there is no checkpoint to count from. Blocks. */
    public Map<String, Long> remaining() {
        Map<String, Long> remaining = new TreeMap<>();
        if (goal.isEmpty()) {
            return remaining;
        }
        Map<String, Long> checkpoints = checkpoints(connection, store);
        goal.forEach((partition, last) -> {
            Long done = checkpoints.get(partition);
            if (done == null || done < 0) {
                remaining.put(partition, -1L);
            } else if (done < last) {
                remaining.put(partition, last - done);
            }
        });
        return remaining;
    }

    /** The sequence number of each checkpoint; -1 for a row of the replaced system that has none. */
    static Map<String, Long> checkpoints(HubConnection connection, CheckpointStore store) {
        Map<String, Long> checkpoints = new HashMap<>();
        for (Checkpoint row : store
            .listCheckpoints(connection.namespace(), connection.hub(), connection.consumerGroup())
            .collectList().block(LIMIT)) {
            checkpoints.put(row.getPartitionId(), row.getSequenceNumber() == null ? -1 : row.getSequenceNumber());
        }
        return checkpoints;
    }
}
