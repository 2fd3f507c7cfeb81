package io.trailbridge.eventhubs;

import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.azure.CredentialsSource;
import io.trailbridge.fault.Fault;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.standin.eventhubs.EventHubsStandIn;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the consumer reports about a hub that it cannot read. */
@Timeout(120)
@Tag("slow")
class HubSilenceTest {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
    private static final EventHubsSettings SETTINGS =
            TestReader.quick().toBuilder().hubSilentLimit(Duration.ofSeconds(2)).build();

    @Test
    void aHubThatIsGoneIsDownWithItsNameAndTheCauseAndLagIsUnknown() throws Exception {
        try (var hub = new HubFixture(2)) {
            hub.publish(0, 5);
            try (var reader = new TestReader(hub.source(), hub.table.store, SETTINGS, event -> DONE)) {
                await().until(() -> reader.partition("0") != null
                        && Long.valueOf(0).equals(reader.partition("0").lagEvents()));
                int port = hub.server.port();
                hub.server.close();
                Fault fault = awaitFault(reader, FaultCode.HUB_UNREACHABLE, true);
                assertEquals("hub localhost/Defender $Default", fault.at());
                assertEquals("connection to localhost:" + port + " failed: Connection refused", fault.cause());
                reader.status().partitions().forEach(partition -> assertNull(partition.lagEvents()));
                try (var again = EventHubsStandIn.builder()
                        .hub(HubFixture.HUB, 2)
                        .key("k", "c2VjcmV0")
                        .port(port)
                        .start()) {
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> reader.faults.present().isEmpty()
                                    && reader.status().connected());
                }
            }
        }
    }

    @Test
    void aWrongKeyAWrongHubAndAnUnknownNameEachHaveTheirCode() throws Exception {
        try (var hub = new HubFixture(1)) {
            String good = hub.server.connectionString(HubFixture.HUB);
            assertFault(
                    hub,
                    good.replaceFirst("SharedAccessKey=[^;]*", "SharedAccessKey=d3Jvbmc="),
                    FaultCode.HUB_ACCESS_DENIED,
                    "amqp:unauthorized-access");
            assertFault(
                    hub,
                    good.replaceFirst("EntityPath=[^;]*", "EntityPath=Defendr"),
                    FaultCode.HUB_NOT_FOUND,
                    "amqp:not-found");
            assertFault(
                    hub,
                    good.replaceFirst("localhost:\\d+", "no-such-namespace.invalid:5672"),
                    FaultCode.HUB_UNREACHABLE,
                    "DNS: the name no-such-namespace.invalid is not known");
        }
    }

    @Test
    void aPartitionThatIsOwnedAndCannotBeOpenedIsNamedAndTheOthersGoOn() throws Exception {
        try (var hub = new HubFixture(3)) {
            hub.server.faults().refuseLinks("/partitions/2", "amqp:resource-limit-exceeded");
            try (var reader = new TestReader(hub.source(), hub.table.store, SETTINGS, event -> DONE)) {
                Fault fault = awaitFault(reader, FaultCode.PARTITION_NOT_READ, true);
                assertTrue(
                        fault.cause().startsWith("owned but not read: 2: amqp:resource-limit-exceeded"), fault.cause());
                hub.publish(0, 5);
                await().until(() -> reader.distinct() == 5);
                hub.server.faults().refuseLinks("", "");
                hub.publish(2, 5);
                await().until(() ->
                        reader.distinct() == 10 && reader.faults.present().isEmpty());
            }
        }
    }

    @Test
    void aConsumerGroupThatIsNotThereIsAFaultOfAllPartitions() throws Exception {
        try (var hub = new HubFixture(2)) {
            var source = CredentialsSource.of(new EventHubCredentials(
                    hub.server.connectionString(HubFixture.HUB), null, HubFixture.HUB, "nobody"));
            try (var reader = new TestReader(source, hub.table.store, SETTINGS, event -> DONE)) {
                Fault fault = awaitFault(reader, FaultCode.PARTITION_NOT_READ, true);
                assertTrue(fault.cause().contains("consumergroups/nobody"), fault.cause());
                assertTrue(fault.remedy().contains("consumer group"), fault.remedy());
            }
        }
    }

    @Test
    void aRebuildThatDidNotHelpIsNotRepeatedSoon() throws Exception {
        try (var hub = new HubFixture(2)) {
            hub.server.faults().refuseLinks("/partitions/1", "amqp:resource-limit-exceeded");
            // A partition that is not read asks for another client after five intervals: 1.5 s here.
            try (var reader = new TestReader(hub.source(), hub.table.store, SETTINGS, event -> DONE)) {
                await().until(() -> reader.status().startedAt() != null);
                Instant first = reader.status().startedAt();
                await().until(() -> reader.status().startedAt() != null && isAnother(first, reader));
                Instant second = reader.status().startedAt();
                await().during(Duration.ofSeconds(6))
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> reader.status().startedAt() != null && !isAnother(second, reader));
            }
        }
    }

    /** What is shown is computed from the monotonic clock each time, so it differs by some microseconds. */
    private static boolean isAnother(Instant client, TestReader reader) {
        return Duration.between(client, reader.status().startedAt()).toMillis() > 50;
    }

    private static void assertFault(HubFixture hub, String connectionString, FaultCode code, String cause)
            throws Exception {
        var source = CredentialsSource.of(new EventHubCredentials(connectionString, null, null, null));
        try (var reader = new TestReader(source, hub.table.store, SETTINGS, event -> DONE)) {
            Fault fault = awaitFault(reader, code, false);
            assertTrue(fault.cause().contains(cause), fault.cause());
            assertTrue(fault.remedy() != null, fault.toString());
        }
    }

    private static Fault awaitFault(TestReader reader, FaultCode code, boolean down) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> reader.faults.present().stream()
                                .filter(one -> one.code() == code && (one.down() || !down))
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
    }
}
