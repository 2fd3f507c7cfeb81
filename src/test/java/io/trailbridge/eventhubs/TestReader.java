package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.azure.CredentialsSource;
import io.trailbridge.fault.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.azure.eventhubs.EventHubsConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;

/** An instance of Trailbridge's reading side: a Camel context with one route that ends in a sink of the test's. */
public final class TestReader implements AutoCloseable {
    public static final String ROUTE = "ingest";

    /** An event as the sink gets it. */
    public record Received(String partition, long sequence, String text, Message message) {
        String key() {
            return partition + "/" + sequence;
        }
    }

    /** Short intervals, so that a test does not wait for the clock. */
    public static EventHubsSettings quick() {
        return EventHubsSettings.defaults().toBuilder()
                .loadBalancingInterval(Duration.ofMillis(300))
                .ownershipExpiry(Duration.ofSeconds(3))
                .partitionWatchInterval(Duration.ofMillis(500))
                .checkpointInterval(Duration.ofMillis(50))
                .stopGrace(Duration.ofSeconds(5))
                .retryMin(Duration.ofMillis(20))
                .retryMax(Duration.ofMillis(200))
                .build();
    }

    final CamelContext context = new DefaultCamelContext();
    final AtLeastOnceEventHubsComponent component = new AtLeastOnceEventHubsComponent();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Faults faults = new Faults();
    /** All deliveries, repeated ones included. */
    public final Queue<Received> deliveries = new ConcurrentLinkedQueue<>();

    private final Map<String, Received> distinct = new ConcurrentHashMap<>();

    public TestReader(
            CredentialsSource<EventHubCredentials> credentials,
            CheckpointStore store,
            EventHubsSettings settings,
            Function<Received, CompletableFuture<?>> sink)
            throws Exception {
        this(credentials, store, settings, component -> {}, sink);
    }

    public TestReader(
            CredentialsSource<EventHubCredentials> credentials,
            CheckpointStore store,
            EventHubsSettings settings,
            PositionRules positions,
            Function<Received, CompletableFuture<?>> sink)
            throws Exception {
        this(credentials, store, settings, component -> component.setPositionRules(positions), sink);
    }

    /** @param prepare sets up the component before it starts */
    public TestReader(
            CredentialsSource<EventHubCredentials> credentials,
            CheckpointStore store,
            EventHubsSettings settings,
            Consumer<AtLeastOnceEventHubsComponent> prepare,
            Function<Received, CompletableFuture<?>> sink)
            throws Exception {
        this(
                credentials,
                store,
                settings,
                prepare,
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        // Camel's own would log every failure with its stack.
                        from("azure-eventhubs:defender")
                                .routeId(ROUTE)
                                .errorHandler(noErrorHandler())
                                .process("sink");
                    }
                },
                sink);
    }

    public TestReader(
            CredentialsSource<EventHubCredentials> credentials,
            CheckpointStore store,
            EventHubsSettings settings,
            RouteBuilder routes,
            Function<Received, CompletableFuture<?>> sink)
            throws Exception {
        this(credentials, store, settings, component -> {}, routes, sink);
    }

    private TestReader(
            CredentialsSource<EventHubCredentials> credentials,
            CheckpointStore store,
            EventHubsSettings settings,
            Consumer<AtLeastOnceEventHubsComponent> prepare,
            RouteBuilder routes,
            Function<Received, CompletableFuture<?>> sink)
            throws Exception {
        component.setCredentialsSource(credentials);
        component.setCheckpointStore(store);
        component.setSettings(settings);
        component.setMeterRegistry(meters);
        component.setFaults(faults);
        prepare.accept(component);
        context.addComponent("azure-eventhubs", component);
        context.getShutdownStrategy().setTimeout(10);
        context.getRegistry().bind("sink", new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                Received received = received(exchange.getMessage());
                deliveries.add(received);
                distinct.put(received.key(), received);
                sink.apply(received).whenComplete((ok, failure) -> {
                    if (failure != null) {
                        exchange.setException(failure);
                    }
                    callback.done(false);
                });
                return false;
            }
        });
        context.addRoutes(routes);
        context.start();
    }

    /** How many different events have arrived. */
    public int distinct() {
        return distinct.size();
    }

    int repeated() {
        return deliveries.size() - distinct.size();
    }

    Map<String, Received> byKey() {
        return distinct;
    }

    List<Long> sequences(String partition) {
        return deliveries.stream()
                .filter(d -> d.partition().equals(partition))
                .map(Received::sequence)
                .toList();
    }

    ConsumerStatus status() {
        return component.status().get(0);
    }

    PartitionStatus partition(String id) {
        return status().partitions().stream()
                .filter(p -> p.partition().equals(id))
                .findFirst()
                .orElse(null);
    }

    int owned() {
        return component.status().isEmpty() ? 0 : status().partitions().size();
    }

    /** Stops as an orderly shutdown does; closing does the same. */
    public void stop() {
        context.stop();
    }

    @Override
    public void close() {
        stop();
    }

    private static Received received(Message message) {
        return new Received(
                message.getHeader(EventHubsConstants.PARTITION_ID, String.class),
                message.getHeader(EventHubsConstants.SEQUENCE_NUMBER, Long.class),
                message.getBody(String.class),
                message);
    }
}
