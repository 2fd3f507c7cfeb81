package io.trailbridge.eventhubs;

import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.models.Checkpoint;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.azure.CredentialsSource;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import io.trailbridge.memory.InFlightBytes;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.component.azure.eventhubs.EventHubsConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** What throws where nothing should be thrown: the consumer goes on. */
@Timeout(120)
@Tag("slow")
class ConsumerErrorsTest {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    @Test
    void aCheckpointStoreThatThrowsAtOnceIsAFaultAndAskedAgain() throws Exception {
        checkpointsGoOnAfter(new IllegalStateException("the store is closed"));
    }

    @Test
    void aCheckpointStoreThatThrowsAnErrorIsAFaultAndAskedAgain() throws Exception {
        checkpointsGoOnAfter(new NoClassDefFoundError("com/example/Gone"));
    }

    private static void checkpointsGoOnAfter(Throwable thrown) throws Exception {
        try (var hub = new HubFixture(1)) {
            var failing = new AtomicBoolean(true);
            var store = new ForwardingStore(hub.table.store) {
                @Override
                public Mono<Void> updateCheckpoint(Checkpoint checkpoint) {
                    if (failing.get()) {
                        ConsumerErrorsTest.<RuntimeException>sneak(thrown);
                    }
                    return super.updateCheckpoint(checkpoint);
                }
            };
            hub.publish(0, 10);
            var faults = new Faults();
            try (var reader = new TestReader(
                    hub.source(), store, TestReader.quick(), component -> component.setFaults(faults), event -> DONE)) {
                await().until(() -> faults.present().stream()
                        .anyMatch(fault -> fault.code() == FaultCode.CHECKPOINT_FAILING
                                && fault.at().contains("partition 0")
                                && fault.cause().contains(thrown.getMessage())));
                assertTrue(reader.partition("0").checkpointFailingSince() != null);
                failing.set(false);
                await().until(() -> hub.checkpoint(0) == 9);
                await().until(() -> faults.present().isEmpty());
                assertEquals(0, reader.repeated());
            }
        }
    }

    @Test
    void anErrorWhileTheHubIsWatchedDoesNotEndTheWatch() throws Exception {
        try (var hub = new HubFixture(1)) {
            hub.publish(0, 5);
            var errors = new AtomicInteger(2);
            CredentialsSource<EventHubCredentials> source = new CredentialsSource<>() {
                @Override
                public EventHubCredentials current() {
                    if (errors.getAndDecrement() > 0) {
                        throw new NoClassDefFoundError("com/example/Gone");
                    }
                    return hub.credentials();
                }

                @Override
                public EventHubCredentials refresh() {
                    return current();
                }
            };
            try (var reader = new TestReader(source, hub.table.store, TestReader.quick(), event -> DONE)) {
                await().until(() -> reader.status().lastError() != null);
                assertTrue(
                        reader.status().lastError().contains("com/example/Gone"),
                        reader.status().lastError());
                await().until(() -> hub.checkpoint(0) == 4);
            }
        }
    }

    @Test
    void anErrorOutOfTheRouteIsAFailureOfTheEventThatIsRetried() throws Exception {
        try (var hub = new HubFixture(1)) {
            hub.publish(0, 20);
            var seen = ConcurrentHashMap.<String>newKeySet();
            try (var reader = new TestReader(hub.source(), hub.table.store, TestReader.quick(), event -> {
                if (seen.add(event.key())) {
                    throw new NoClassDefFoundError("com/example/Gone");
                }
                return DONE;
            })) {
                await().until(() -> hub.checkpoint(0) == 19);
                assertEquals(20, reader.distinct());
            }
        }
    }

    @Test
    void aPartitionWhoseRetryIsRefusedIsReadAgainFromItsCheckpoint() throws Exception {
        try (var hub = new HubFixture(2)) {
            hub.publish(0, 10);
            hub.publish(1, 10);
            var refusals = new AtomicInteger(1);
            var retries = new ScheduledThreadPoolExecutor(1) {
                @Override
                public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                    if (refusals.getAndDecrement() > 0) {
                        throw new RejectedExecutionException("no room");
                    }
                    return super.schedule(task, delay, unit);
                }
            };
            var threads = new ConsumerThreads(
                    retries, Executors.newScheduledThreadPool(1), Executors.newScheduledThreadPool(1));
            var failed = ConcurrentHashMap.<String>newKeySet();
            var settled = ConcurrentHashMap.<String>newKeySet();
            EventDispatcher route = (partition, event, attempt, done) -> {
                String key = partition + "/" + event.getSequenceNumber();
                if (Set.of("0/4", "0/5").contains(key) && failed.add(key)) {
                    done.accept(new IllegalStateException("queue is down"));
                } else {
                    settled.add(key);
                    done.accept(null);
                }
            };
            var client = new HubClient(
                    HubAddress.of(hub.credentials(), new EventHubsConfiguration()),
                    new HubClient.Needs(
                            TestReader.quick(),
                            hub.table.store,
                            route,
                            new SimpleMeterRegistry(),
                            new Faults(),
                            threads,
                            new OwnershipAges(System::nanoTime),
                            Clocks.SYSTEM,
                            Map.of(),
                            PositionRules.DEFAULT,
                            new PositionReport(new Faults()),
                            new Unheard(),
                            partitions -> ReadAhead.of(10),
                            InFlightBytes.unbounded()));
            var reader = new HubDescriber(client.connection());
            client.describe(Map.of(), reader.read());
            reader.close();
            try {
                await().atMost(Duration.ofSeconds(40)).until(() -> hub.checkpoint(0) == 9 && hub.checkpoint(1) == 9);
                assertEquals(20, settled.size());
            } finally {
                client.stop(Duration.ofSeconds(1));
                threads.stop();
            }
        }
    }

    private static final class Unheard implements HubEvents {
        @Override
        public void failed(String partition, Throwable cause) {}

        @Override
        public void heard(String partition) {}

        @Override
        public void claimed(String partition) {}

        @Override
        public boolean isUnread(String partition) {
            return false;
        }

        @Override
        public void held(String partition) {}

        @Override
        public void others(Collection<String> partitions) {}

        @Override
        public void rebuildWanted(String reason) {}
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
