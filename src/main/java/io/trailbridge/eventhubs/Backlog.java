package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.EventPosition;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * The present contents of a hub as a goal for draining it with one consumer. Each call blocks for about 20 s at most
 * and throws {@link RuntimeException} when the hub or the store does not answer.
 *
 * @param connect  the consumer's connection
 * @param store    the consumer's checkpoints
 * @param start    the consumer's start position: events before it are never read
 * @param own      start positions of single partitions, which take precedence
 * @param replaced what the consumer does where a checkpoint is a position of another hub
 * @param inFlight the number of events of a partition that the consumer has read and not settled
 * @param nanoTime the clock that decides when the hub is asked again
 */
record Backlog(
        Supplier<HubAddress> connect,
        CheckpointStore store,
        StartPosition start,
        Map<String, EventPosition> own,
        ReplacedHub replaced,
        ToIntFunction<String> inFlight,
        LongSupplier nanoTime) {

    /** Returns the present end of the hub as the goal. */
    DrainTarget snapshot() {
        HubAddress connection = connect.get();
        Map<String, Checkpoint> rows = Positions.rows(store, connection);
        HubDescription hub = read(connection);
        Map<String, Long> lasts = new TreeMap<>();
        Map<String, Checkpoint> others = new TreeMap<>();
        Map<String, String> givenUp = new TreeMap<>();
        for (String partition : hub.partitions().keySet()) {
            PartitionEnds ends = hub.ends(partition);
            Checkpoint row = rows.get(partition);
            if (!ends.empty() && (row != null || isRead(partition, ends))) {
                lasts.put(partition, ends.last());
            }
            PositionCheck check = row == null ? PositionCheck.VALID : PositionCheck.of(row, hub.createdAt(), ends);
            if (check.isOfAnotherHub()) {
                others.put(partition, row);
                if (replaced == ReplacedHub.STOP) {
                    givenUp.put(
                            partition,
                            "the checkpoint is a position of another hub (" + check.evidence()
                                    + "): set trailbridge.eventhubs.onReplacedHub=earliest, or delete the row");
                }
            }
        }
        return new DrainTarget(
                connection,
                store,
                new DrainTarget.Goal(
                        hub.createdAt(), Map.copyOf(lasts), others, givenUp, () -> read(connect.get()), inFlight),
                nanoTime);
    }

    /** Returns whether the last event of a partition without a checkpoint lies after the start position. */
    private boolean isRead(String partition, PartitionEnds ends) {
        EventPosition position = own.getOrDefault(partition, start.toEventPosition());
        if (position.getEnqueuedDateTime() != null) {
            return ends.lastTime().isAfter(position.getEnqueuedDateTime());
        }
        return !position.equals(EventPosition.latest());
    }

    private static HubDescription read(HubAddress connection) {
        try (HubDescriber reader = new HubDescriber(connection)) {
            return reader.read();
        }
    }
}
