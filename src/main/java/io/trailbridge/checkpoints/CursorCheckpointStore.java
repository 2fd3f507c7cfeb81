package io.trailbridge.checkpoints;

import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.trailbridge.eventhubs.HubCheckpoint;
import io.trailbridge.eventhubs.PositionStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Cursor mode ({@code USE_CHECKPOINT_STORE=false}): one instance owns all partitions by itself. Ownership is kept in
 * memory. The position of each partition is kept in the checkpoint table or in a local file. Two instances with the
 * same positions would both read everything; that is not detected.
 *
 * <p>Threads: any. Positions never move backwards, as in the table.
 */
public final class CursorCheckpointStore implements PositionStore {
    private final PositionStore positions;
    private final Clock clock;
    private final Map<String, PartitionOwnership> owned = new ConcurrentHashMap<>();

    private CursorCheckpointStore(PositionStore positions, Clock clock) {
        this.positions = positions;
        this.clock = clock;
    }

    /** Keeps positions in the same rows as the checkpoint store, so that the mode can be changed. */
    public static CursorCheckpointStore inTable(DynamoDbCheckpointStore table) {
        return new CursorCheckpointStore(table, Clock.systemUTC());
    }

    /**
     * Keeps positions in a file, which is replaced as a whole on each write.
     *
     * @throws IllegalStateException when the file cannot be read or its folder cannot be written, with the remedy
     */
    public static CursorCheckpointStore inFile(Path file) {
        return new CursorCheckpointStore(PositionFile.open(file), Clock.systemUTC());
    }

    @Override
    public Flux<PartitionOwnership> listOwnership(String namespace, String hub, String group) {
        String prefix = HubCheckpoint.partitionKey(namespace, hub, group) + "#";
        return Flux.defer(() -> Flux.fromIterable(owned.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> copy(entry.getValue()))
                .toList()));
    }

    @Override
    public Flux<PartitionOwnership> claimOwnership(List<PartitionOwnership> requests) {
        return Flux.defer(() -> {
            List<PartitionOwnership> won = new ArrayList<>();
            for (PartitionOwnership request : requests) {
                owned.compute(key(request), (key, present) -> {
                    if (present != null && !present.getETag().equals(request.getETag())) {
                        return present;
                    }
                    PartitionOwnership now =
                            copy(request).setETag(UUID.randomUUID().toString()).setLastModifiedTime(clock.millis());
                    won.add(copy(now));
                    return now;
                });
            }
            return Flux.fromIterable(won);
        });
    }

    @Override
    public Flux<Checkpoint> listCheckpoints(String namespace, String hub, String group) {
        return positions.listCheckpoints(namespace, hub, group);
    }

    @Override
    public Mono<Void> updateCheckpoint(Checkpoint checkpoint) {
        return positions.updateCheckpoint(checkpoint);
    }

    @Override
    public Mono<Void> createCheckpoint(Checkpoint checkpoint) {
        return positions.createCheckpoint(checkpoint);
    }

    @Override
    public Mono<Void> replaceCheckpoint(Checkpoint old, Checkpoint checkpoint) {
        return positions.replaceCheckpoint(old, checkpoint);
    }

    private static String key(PartitionOwnership row) {
        return HubCheckpoint.partitionKey(
                        row.getFullyQualifiedNamespace(), row.getEventHubName(), row.getConsumerGroup())
                + "#" + row.getPartitionId();
    }

    private static PartitionOwnership copy(PartitionOwnership row) {
        return new PartitionOwnership()
                .setFullyQualifiedNamespace(row.getFullyQualifiedNamespace())
                .setEventHubName(row.getEventHubName())
                .setConsumerGroup(row.getConsumerGroup())
                .setPartitionId(row.getPartitionId())
                .setOwnerId(row.getOwnerId())
                .setETag(row.getETag())
                .setLastModifiedTime(row.getLastModifiedTime());
    }
}
