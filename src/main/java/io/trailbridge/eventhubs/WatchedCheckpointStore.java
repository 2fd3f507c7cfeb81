package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import java.util.List;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The store as one SDK client sees it. It reports what the client's load balancing does, and guards it:
 *
 * <ul>
 * <li>The SDK lower-cases namespace, hub and consumer group and expects them back in that form. The rows have the names
 *     as configured, like those of the replaced system.
 * <li>A call that throws counts as a failed call.
 * <li>After a failed claim the greedy balancer would list and claim again at once, without end. Therefore the next list
 *     fails, which ends the round.
 * <li>After {@link #shut}, nothing is claimed or listed any more, so that a round in progress cannot claim a
 *     partition after it was released.
 * </ul>
 */
final class WatchedCheckpointStore implements CheckpointStore {
    /** Notified of each round, on the store's thread. */
    interface Rounds {
        void begun();

        /** Receives all ownership rows as stored. Returns them as the balancer is to see them. */
        List<PartitionOwnership> listed(List<PartitionOwnership> rows);

        /** Receives all checkpoints as stored. Returns those that the client is to continue from. */
        List<Checkpoint> checkpoints(List<Checkpoint> rows);

        void failed(Throwable cause);
    }

    /** Ends the round; the next one begins at the next interval. */
    static final class RoundEnded extends IllegalStateException {
        private static final long serialVersionUID = 1;

        RoundEnded(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final CheckpointStore store;
    private final HubAddress names;
    private final Rounds rounds;
    private volatile boolean shut;
    private volatile Throwable claimFailure;

    WatchedCheckpointStore(CheckpointStore store, HubAddress names, Rounds rounds) {
        this.store = store;
        this.names = names;
        this.rounds = rounds;
    }

    /** Ends load balancing: from now on the client can neither list nor claim ownership. */
    void shut() {
        shut = true;
    }

    @Override
    public Flux<PartitionOwnership> listOwnership(String namespace, String hub, String group) {
        return Flux.defer(() -> {
            Throwable before = claimFailure;
            claimFailure = null;
            if (shut || before != null) {
                return Flux.error(
                        new RoundEnded(shut ? "stopping" : "claiming failed: " + before.getMessage(), before));
            }
            rounds.begun();
            return store.listOwnership(names.namespace(), names.hub(), names.consumerGroup())
                    .map(named(namespace, hub, group))
                    .collectList()
                    .map(rounds::listed)
                    .flatMapIterable(rows -> rows);
        });
    }

    @Override
    public Flux<PartitionOwnership> claimOwnership(List<PartitionOwnership> requests) {
        return Flux.defer(() -> {
                    if (shut || requests.isEmpty()) {
                        return Flux.empty();
                    }
                    PartitionOwnership first = requests.get(0);
                    List<PartitionOwnership> renamed = requests.stream()
                            .map(named(names.namespace(), names.hub(), names.consumerGroup()))
                            .toList();
                    return store.claimOwnership(renamed)
                            .map(named(
                                    first.getFullyQualifiedNamespace(),
                                    first.getEventHubName(),
                                    first.getConsumerGroup()));
                })
                .doOnError(this::claimFailed);
    }

    @Override
    public Flux<Checkpoint> listCheckpoints(String namespace, String hub, String group) {
        return Flux.defer(() -> store.listCheckpoints(names.namespace(), names.hub(), names.consumerGroup()))
                .collectList()
                .map(rounds::checkpoints)
                .doOnError(this::claimFailed)
                .flatMapIterable(rows -> rows)
                .map(row -> row.setFullyQualifiedNamespace(namespace)
                        .setEventHubName(hub)
                        .setConsumerGroup(group));
    }

    @Override
    public Mono<Void> updateCheckpoint(Checkpoint checkpoint) {
        return Mono.defer(() -> store.updateCheckpoint(checkpoint
                .setFullyQualifiedNamespace(names.namespace())
                .setEventHubName(names.hub())
                .setConsumerGroup(names.consumerGroup())));
    }

    /** Releases the partitions of an owner, also after {@link #shut}. Returns how many were released. */
    Mono<Long> release(String owner) {
        return Flux.defer(() -> store.listOwnership(names.namespace(), names.hub(), names.consumerGroup()))
                .filter(row -> owner.equals(row.getOwnerId()))
                .map(row -> row.setOwnerId(""))
                .collectList()
                .flatMap(mine -> mine.isEmpty()
                        ? Mono.just(0L)
                        : store.claimOwnership(mine)
                                .count()
                                .flatMap(released -> released == mine.size()
                                        ? Mono.just(released)
                                        : Mono.error(new IllegalStateException(
                                                mine.size() - released + " rows changed meanwhile"))));
    }

    private void claimFailed(Throwable cause) {
        claimFailure = cause;
        rounds.failed(cause);
    }

    private static UnaryOperator<PartitionOwnership> named(String namespace, String hub, String group) {
        return row -> {
            PartitionOwnership renamed = new PartitionOwnership()
                    .setFullyQualifiedNamespace(namespace)
                    .setEventHubName(hub)
                    .setConsumerGroup(group)
                    .setPartitionId(row.getPartitionId())
                    .setLastModifiedTime(row.getLastModifiedTime())
                    .setETag(row.getETag());
            return row.getOwnerId() == null ? renamed : renamed.setOwnerId(row.getOwnerId());
        };
    }
}
