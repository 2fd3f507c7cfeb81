package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A checkpoint store that can also fix where a partition starts. May be called by any thread. */
public interface PositionStore extends CheckpointStore {
    /** Writes the checkpoint unless the partition has one. Of several instances that try, one wins. */
    Mono<Void> createCheckpoint(Checkpoint checkpoint);

    /**
     * Replaces a checkpoint that is a position of another hub. Changes nothing when another instance has already done
     * so.
     */
    Mono<Void> replaceCheckpoint(Checkpoint old, Checkpoint checkpoint);

    /**
     * Returns the store as one of this type. A store of another kind has plain writes only: of instances that start
     * together the last one wins.
     */
    static PositionStore of(CheckpointStore store) {
        return store instanceof PositionStore own
                ? own
                : new PositionStore() {
                    @Override
                    public Mono<Void> createCheckpoint(Checkpoint checkpoint) {
                        return store.updateCheckpoint(checkpoint);
                    }

                    @Override
                    public Mono<Void> replaceCheckpoint(Checkpoint old, Checkpoint checkpoint) {
                        return store.updateCheckpoint(checkpoint);
                    }

                    @Override
                    public Flux<PartitionOwnership> listOwnership(String namespace, String hub, String group) {
                        return store.listOwnership(namespace, hub, group);
                    }

                    @Override
                    public Flux<PartitionOwnership> claimOwnership(List<PartitionOwnership> requests) {
                        return store.claimOwnership(requests);
                    }

                    @Override
                    public Flux<Checkpoint> listCheckpoints(String namespace, String hub, String group) {
                        return store.listCheckpoints(namespace, hub, group);
                    }

                    @Override
                    public Mono<Void> updateCheckpoint(Checkpoint checkpoint) {
                        return store.updateCheckpoint(checkpoint);
                    }
                };
    }
}
