package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A real store whose single calls a test replaces. */
class ForwardingStore implements CheckpointStore {
    private final CheckpointStore store;

    ForwardingStore(CheckpointStore store) {
        this.store = store;
    }

    @Override
    public Flux<PartitionOwnership> listOwnership(String namespace, String name, String group) {
        return store.listOwnership(namespace, name, group);
    }

    @Override
    public Flux<PartitionOwnership> claimOwnership(List<PartitionOwnership> requests) {
        return store.claimOwnership(requests);
    }

    @Override
    public Flux<Checkpoint> listCheckpoints(String namespace, String name, String group) {
        return store.listCheckpoints(namespace, name, group);
    }

    @Override
    public Mono<Void> updateCheckpoint(Checkpoint checkpoint) {
        return store.updateCheckpoint(checkpoint);
    }
}
