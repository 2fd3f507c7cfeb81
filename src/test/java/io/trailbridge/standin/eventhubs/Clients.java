package io.trailbridge.standin.eventhubs;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

/** Builders of SDK clients whose retries fit a test's patience. */
final class Clients {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private Clients() {}

    /** Waits long enough for a machine with other work, and for the SDK's own waits of ten seconds. */
    static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE);
    }

    /** Retries as a client that must survive faults does. The SDK adds 4 seconds to each delay. */
    static EventHubClientBuilder patient(String connectionString) {
        return builder(connectionString, 10);
    }

    /** Shows the first failure. */
    static EventHubClientBuilder impatient(String connectionString) {
        return builder(connectionString, 0);
    }

    private static EventHubClientBuilder builder(String connectionString, int retries) {
        return new EventHubClientBuilder()
                .connectionString(connectionString)
                .consumerGroup(EventHubClientBuilder.DEFAULT_CONSUMER_GROUP_NAME)
                .retryOptions(new AmqpRetryOptions()
                        .setMaxRetries(retries)
                        .setDelay(Duration.ofMillis(50))
                        .setMaxDelay(Duration.ofSeconds(5))
                        .setTryTimeout(PATIENCE));
    }

    /** What one receiver has got, and how it ended: a link that goes ends the SDK's flux, with or without error. */
    static final class Reader implements AutoCloseable {

        final List<PartitionEvent> events = new CopyOnWriteArrayList<>();
        volatile Throwable error;
        volatile boolean ended;
        private final Disposable subscription;

        Reader(Flux<PartitionEvent> source) {
            subscription = source.doFinally(signal -> ended = true).subscribe(events::add, e -> error = e);
        }

        /** Reads on from the last event whenever its link has ended. */
        static Reader resuming(EventHubConsumerAsyncClient client, String partition) {
            AtomicReference<EventPosition> position = new AtomicReference<>(EventPosition.earliest());
            return new Reader(Flux.defer(() -> client.receiveFromPartition(partition, position.get()))
                    .doOnNext(e -> position.set(
                            EventPosition.fromOffsetString(e.getData().getOffsetString())))
                    .repeatWhen(ends -> ends.delayElements(Duration.ofMillis(20)))
                    .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, Duration.ofMillis(20))));
        }

        List<String> texts() {
            return events.stream()
                    .map(event -> event.getData().getBodyAsString())
                    .toList();
        }

        @Override
        public void close() {
            subscription.dispose();
        }
    }
}
