package io.trailbridge.eventhubs;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.PartitionProperties;
import com.azure.messaging.eventhubs.models.EventPosition;
import io.trailbridge.fault.FaultCode;
import java.time.Duration;
import java.util.TreeMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Asks a hub for its partitions and their ends, over one connection that is opened when needed and closed after a
 * failure. For use by one thread at a time, except for {@link #giveUp}.
 */
final class HubDescriber implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final AmqpRetryOptions RETRIES =
            new AmqpRetryOptions().setMaxRetries(0).setTryTimeout(Duration.ofSeconds(5));
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(2);
    private static final int CONCURRENCY = 8;

    private final HubAddress connection;
    private final Sinks.One<HubDescription> givenUp = Sinks.one();
    private EventHubConsumerAsyncClient client;

    HubDescriber(HubAddress connection) {
        this.connection = connection;
    }

    /**
     * Returns the hub's description of itself and its partitions. Blocks for 20 s at most.
     *
     * @throws RuntimeException when the hub cannot be reached or refuses
     */
    HubDescription read() {
        if (client == null) {
            client = connection.client(RETRIES).prefetchCount(1).buildAsyncConsumerClient();
        }
        EventHubConsumerAsyncClient open = client;
        try {
            return Mono.firstWithSignal(
                            givenUp.asMono(),
                            open.getEventHubProperties()
                                    .flatMap(hub -> Flux.fromIterable(hub.getPartitionIds())
                                            .flatMap(open::getPartitionProperties, CONCURRENCY)
                                            .collectMap(PartitionProperties::getId, properties -> properties)
                                            .map(partitions ->
                                                    new HubDescription(hub.getCreatedAt(), new TreeMap<>(partitions)))))
                    .timeout(
                            LIMIT,
                            Mono.error(() -> new IllegalStateException(
                                    "hub " + connection + " gave no answer within " + LIMIT.toSeconds() + " s")))
                    .block();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens a receiver of the consumer group and waits a few seconds for the partition's last event. Only an event
     * shows that a receiver is open; a refused receiver gets an error at once.
     *
     * @throws RuntimeException when the receiver is refused, also because another one has the partition
     */
    void receiveOne(PartitionProperties partition) {
        EventPosition last = partition.isEmpty()
                ? EventPosition.latest()
                : EventPosition.fromSequenceNumber(partition.getLastEnqueuedSequenceNumber(), true);
        client.receiveFromPartition(partition.getId(), last)
                .next()
                .timeout(partition.isEmpty() ? REFUSED_WITHIN : RETRIES.getTryTimeout(), Mono.empty())
                .block();
    }

    /** Returns the meaning of a failure of {@link #read}. If the hub was silent, looks for the reason, which blocks. */
    HubFailure explain(RuntimeException failure) {
        HubFailure seen = HubFailure.of(failure);
        return seen.code() == FaultCode.HUB_UNREACHABLE ? HubReach.explain(connection, seen) : seen;
    }

    /** Ends a {@link #read} in progress, and all later ones, with an error. May be called by any thread. */
    void giveUp() {
        givenUp.tryEmitError(new IllegalStateException("reading hub " + connection + " was given up"));
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
