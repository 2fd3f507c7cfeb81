package io.trailbridge.eventhubs;

import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.trailbridge.azure.CredentialsSource;
import io.trailbridge.checkpoints.CheckpointTableFixture;
import io.trailbridge.checkpoints.DynamoDbCheckpointStore;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.FaultProxy;
import io.trailbridge.standin.aws.StandInAccount;
import io.trailbridge.standin.eventhubs.EventHubsStandIn;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@Tag("slow")
class ConsumerFaultsTest {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    @Test
    void nothingIsLostWhenTheConnectionIsCutAgainAndAgain() throws Exception {
        try (var hub = new HubFixture(2)) {
            hub.publish(0, 2000);
            hub.publish(1, 2000);
            var settings = TestReader.quick().toBuilder().maxInFlight(100).build();
            var work = Executors.newScheduledThreadPool(2);
            try (var reader = new TestReader(hub.source(), hub.table.store, settings, event -> {
                var done = new CompletableFuture<Void>();
                work.schedule(
                        () -> done.complete(null), ThreadLocalRandom.current().nextInt(20), TimeUnit.MILLISECONDS);
                return done;
            })) {
                hub.server.faults().cutEvery(Duration.ofMillis(500));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> hub.server.faults().cuts() >= 6);
                hub.publish(0, 1000);
                hub.server.faults().stopCutting();
                await().until(() -> hub.checkpoint(0) == 2999 && hub.checkpoint(1) == 1999);
                assertEquals(5000, reader.distinct());
                System.out.println("cuts " + hub.server.faults().cuts() + ", repeated " + reader.repeated());
                await().until(() -> reader.status().connected());
                assertTrue(reader.status().lastError() != null);
            } finally {
                work.shutdownNow();
            }
        }
    }

    @Test
    void whileDynamoDbRefusesEventsFlowUpToTheWindowAndHealthShowsIt() throws Exception {
        try (var hub = new HubFixture(1);
                var proxy = FaultProxy.before(CheckpointTableFixture.server().endpoint());
                var client = StandInAccount.configure(DynamoDbClient.builder(), proxy.endpoint())
                        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
                        .build()) {
            hub.publish(0, 10);
            var settings = TestReader.quick().toBuilder()
                    .maxInFlight(200)
                    .maxUnsettledAge(Duration.ofMinutes(1))
                    .maxWithoutLoadBalancing(Duration.ofMinutes(1))
                    .maxCheckpointNotWritable(Duration.ofMillis(500))
                    .build();
            var store = new DynamoDbCheckpointStore(client, hub.table.name);
            try (var reader = new TestReader(hub.source(), store, settings, event -> DONE)) {
                await().until(() -> hub.checkpoint(0) == 9);
                proxy.faults().fail(Failure.ACCESS_DENIED);
                hub.publish(0, 1000);
                await().until(() -> reader.distinct() == 10 + 200);
                await().until(() -> reader.faults.present().stream()
                        .anyMatch(fault -> fault.code() == FaultCode.CHECKPOINT_FAILING
                                && fault.down()
                                && fault.at().endsWith("partition 0 checkpoint")
                                && fault.cause().contains("AccessDenied")));
                assertEquals(210, reader.distinct());
                proxy.faults().recover();
                await().until(() -> hub.checkpoint(0) == 1009);
                assertEquals(0, reader.repeated());
                await().until(() -> reader.faults.present().isEmpty());
            }
        }
    }

    @Test
    void aPartitionWhoseNextEventCannotBeReadIsDown() throws Exception {
        try (var hub = new HubFixture(2)) {
            hub.publish(0, 5);
            var settings = TestReader.quick().toBuilder()
                    .maxUnsettledAge(Duration.ofSeconds(2))
                    .maxWithoutLoadBalancing(Duration.ofMinutes(1))
                    .maxCheckpointNotWritable(Duration.ofMinutes(1))
                    .build();
            try (var reader = new TestReader(hub.source(), hub.table.store, settings, event -> DONE)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> hub.checkpoint(0) == 4);
                hub.server.hub(HubFixture.HUB).appendUndecodable(0);
                hub.publish(0, 3);
                hub.publish(1, 3);

                await().atMost(Duration.ofSeconds(60))
                        .until(
                                () -> reader.faults.present().toString(),
                                text -> text.contains("partition 0: its position, event 4, has not moved for")
                                        && text.contains("though 4 events follow"));
                assertEquals(
                        FaultCode.PARTITION_STALLED,
                        reader.faults.present().stream()
                                .filter(fault -> fault.at().startsWith("events of "))
                                .findFirst()
                                .orElseThrow()
                                .code());
                await().atMost(Duration.ofSeconds(60)).until(() -> hub.checkpoint(1) == 2);

                hub.server.hub(HubFixture.HUB).dropBefore(0, 6);
                await().atMost(Duration.ofSeconds(60)).until(() -> hub.checkpoint(0) == 8);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> reader.faults.present().stream()
                                .noneMatch(fault -> fault.code() == FaultCode.PARTITION_STALLED));
            }
        }
    }

    @Test
    void aRotatedKeyIsReadAnewWithoutARestart() throws Exception {
        try (var hub = new HubFixture(1)) {
            hub.publish(0, 5);
            var secret = new AtomicReference<>(hub.credentials());
            var current = new AtomicReference<>(hub.credentials());
            var refreshes = new AtomicInteger();
            var source = new CredentialsSource<EventHubCredentials>() {
                @Override
                public EventHubCredentials current() {
                    return current.get();
                }

                @Override
                public EventHubCredentials refresh() {
                    refreshes.incrementAndGet();
                    current.set(secret.get());
                    return current.get();
                }
            };
            try (var reader = new TestReader(source, hub.table.store, TestReader.quick(), event -> DONE)) {
                await().until(() -> hub.checkpoint(0) == 4);
                hub.server.faults().rotateKey("k", "b3RoZXIgc2VjcmV0");
                hub.server.faults().dropConnections();
                hub.publish(0, 5);
                await().until(() -> refreshes.get() >= 2);
                assertTrue(!reader.status().connected() && reader.status().lastError() != null);
                secret.set(hub.credentials());
                await().until(() -> hub.checkpoint(0) == 9);
                assertEquals(10, reader.distinct());
                await().until(() -> reader.status().connected());
            }
        }
    }

    @Test
    void anAddedPartitionIsRead() throws Exception {
        try (var hub = new HubFixture(1)) {
            hub.publish(0, 5);
            try (var reader = new TestReader(hub.source(), hub.table.store, TestReader.quick(), event -> DONE)) {
                await().until(() -> hub.checkpoint(0) == 4);
                hub.server.addPartition(HubFixture.HUB);
                hub.publish(1, 5);
                hub.publish(0, 5);
                await().until(() -> hub.checkpoint(1) == 4 && hub.checkpoint(0) == 9);
                assertEquals(0, reader.repeated());
                assertEquals(2, reader.owned());
            }
        }
    }

    @Test
    void aLoadBalancerThatStallsIsReplaced() throws Exception {
        try (var hub = new HubFixture(1)) {
            hub.publish(0, 5);
            var stalls = new AtomicInteger(1);
            // The SDK waits for a claim without end.
            var store = new ForwardingStore(hub.table.store) {
                @Override
                public Flux<PartitionOwnership> claimOwnership(List<PartitionOwnership> requests) {
                    return stalls.getAndDecrement() > 0
                            ? Flux.<PartitionOwnership>never()
                            : super.claimOwnership(requests);
                }

                @Override
                public Flux<PartitionOwnership> listOwnership(String namespace, String name, String group) {
                    return stalls.get() == 0 && stalls.getAndDecrement() == 0
                            ? Flux.<PartitionOwnership>never()
                            : super.listOwnership(namespace, name, group);
                }
            };
            var settings = TestReader.quick().toBuilder()
                    .maxUnsettledAge(Duration.ofMinutes(1))
                    .maxWithoutLoadBalancing(Duration.ofSeconds(2))
                    .maxCheckpointNotWritable(Duration.ofMinutes(1))
                    .build();
            try (var reader = new TestReader(hub.source(), store, settings, event -> DONE)) {
                await().until(() -> reader.status().lastLoadBalancing() != null);
                Instant first = reader.status().startedAt();
                await().until(() -> hub.checkpoint(0) == 4);
                assertTrue(reader.status().startedAt().isAfter(first), "another client");
            }
        }
    }

    @Test
    void aHubThatCannotBeReachedAtTheStartIsReadWhenItCan() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var credentials = new EventHubCredentials(
                "Endpoint=sb://localhost:" + port + ";SharedAccessKeyName=k;"
                        + "SharedAccessKey=c2VjcmV0;UseDevelopmentEmulator=true",
                null,
                HubFixture.HUB,
                null);
        var table = new CheckpointTableFixture();
        var settings = TestReader.quick().toBuilder()
                .maxUnsettledAge(Duration.ofMinutes(1))
                .maxWithoutLoadBalancing(Duration.ofMinutes(1))
                .maxCheckpointNotWritable(Duration.ofMinutes(1))
                .build();
        try (var reader = new TestReader(CredentialsSource.of(credentials), table.store, settings, event -> DONE)) {
            await().until(() -> reader.status().lastError() != null);
            assertFalse(reader.status().connected());
            try (var server = EventHubsStandIn.builder()
                    .hub(HubFixture.HUB, 1)
                    .key("k", "c2VjcmV0")
                    .port(port)
                    .start()) {
                server.hub(HubFixture.HUB).append(0, "late");
                await().until(() -> reader.distinct() == 1 && reader.status().connected());
            }
        }
    }
}
