package io.trailbridge.standin.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The SDK's checkpoint store contract in memory, for one hub and consumer group. A claim wins only with the etag of the
 * row it read; losers are left out of the answer. Shared by the processors of a test, from any thread.
 */
public final class InMemoryCheckpointStore implements CheckpointStore {

    private final Map<String, PartitionOwnership> ownerships = new ConcurrentHashMap<>();
    private final Map<String, Checkpoint> checkpoints = new ConcurrentHashMap<>();

    /** The owner of a partition; null when it never had one, empty when it was released. */
    public String owner(String partitionId) {
        PartitionOwnership ownership = ownerships.get(partitionId);
        return ownership == null ? null : ownership.getOwnerId();
    }

    /** The checkpoint of a partition, or null. */
    public Checkpoint checkpoint(String partitionId) {
        return checkpoints.get(partitionId);
    }

    @Override
    public Flux<PartitionOwnership> listOwnership(String namespace, String hub, String consumerGroup) {
        return Flux.defer(() -> Flux.fromIterable(List.copyOf(ownerships.values())));
    }

    @Override
    public Flux<Checkpoint> listCheckpoints(String namespace, String hub, String consumerGroup) {
        return Flux.defer(() -> Flux.fromIterable(List.copyOf(checkpoints.values())));
    }

    @Override
    public Flux<PartitionOwnership> claimOwnership(List<PartitionOwnership> wanted) {
        return Flux.defer(() -> Flux.fromIterable(claim(wanted)));
    }

    @Override
    public Mono<Void> updateCheckpoint(Checkpoint checkpoint) {
        return Mono.fromRunnable(() -> checkpoints.put(checkpoint.getPartitionId(), checkpoint));
    }

    private synchronized List<PartitionOwnership> claim(List<PartitionOwnership> wanted) {
        List<PartitionOwnership> won = new ArrayList<>();
        for (PartitionOwnership claim : wanted) {
            PartitionOwnership current = ownerships.get(claim.getPartitionId());
            if (Objects.equals(current == null ? null : current.getETag(), claim.getETag())) {
                // A copy: the SDK continues to change the object that it passed.
                PartitionOwnership row = new PartitionOwnership()
                        .setFullyQualifiedNamespace(claim.getFullyQualifiedNamespace())
                        .setEventHubName(claim.getEventHubName())
                        .setConsumerGroup(claim.getConsumerGroup())
                        .setPartitionId(claim.getPartitionId())
                        .setOwnerId(claim.getOwnerId())
                        .setETag(UUID.randomUUID().toString())
                        .setLastModifiedTime(System.currentTimeMillis());
                ownerships.put(row.getPartitionId(), row);
                won.add(row);
            }
        }
        return won;
    }
}
