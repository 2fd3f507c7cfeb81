package io.trailbridge.eventhubs;

import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.checkpoints.CheckpointTableFixture;
import io.trailbridge.checkpoints.DynamoDbCheckpointStore;
import io.trailbridge.fault.Fault;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import io.trailbridge.standin.LogLines;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@Tag("slow")
class ContendedPartitionsTest {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    @Test
    void twoInstallationsOnOneConsumerGroupAreAFaultAfterTheSecondTakeover() throws Exception {
        try (var hub = new HubFixture(2)) {
            var faults = new Faults();
            var otherTable = new CheckpointTableFixture();
            try (var lines = LogLines.of(Faults.class);
                    var first = new TestReader(
                            hub.source(),
                            hub.table.store,
                            TestReader.quick(),
                            component -> component.setFaults(faults),
                            event -> DONE)) {
                await().until(() -> first.owned() == 2);
                assertEquals(List.of(), faults.present());
                try (var second = new TestReader(hub.source(), otherTable.store, TestReader.quick(), event -> DONE)) {
                    await().atMost(Duration.ofSeconds(40))
                            .until(() -> faults.present().stream()
                                    .anyMatch(fault -> fault.code() == FaultCode.PARTITION_CONTENDED));
                    Fault fault = faults.present().stream()
                            .filter(one -> one.code() == FaultCode.PARTITION_CONTENDED)
                            .findFirst()
                            .orElseThrow();
                    assertTrue(fault.at().contains(HubFixture.HUB), fault.at());
                    assertTrue(fault.remedy().contains("its own consumer group"), fault.remedy());
                    assertTrue(
                            lines.lines().stream()
                                    .anyMatch(line -> line.contains("code=partition-contended")
                                            && line.contains("its own consumer group")),
                            lines.lines()::toString);
                }
            }
        }
    }

    @Test
    void instancesWhoseClocksDifferByMoreThanTheExpiryDoNotTakeEachOthersPartitions() throws Exception {
        try (var hub = new HubFixture(4);
                var lines = LogLines.of(HubClient.class)) {
            var faults = new Faults();
            try (var first = new TestReader(
                    hub.source(),
                    hub.table.store,
                    TestReader.quick(),
                    component -> component.setFaults(faults),
                    event -> DONE)) {
                await().until(() -> first.owned() == 4);
                try (var late = new DynamoDbCheckpointStore(
                                hub.table.client,
                                hub.table.name,
                                DynamoDbCheckpointStore.Settings.defaults(),
                                Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-10)),
                                new SimpleMeterRegistry());
                        var second = new TestReader(
                                hub.source(),
                                late,
                                TestReader.quick(),
                                component -> component.setFaults(faults),
                                event -> DONE)) {
                    await().until(() -> first.owned() == 2 && second.owned() == 2);
                    await().during(Duration.ofSeconds(6))
                            .atMost(Duration.ofSeconds(12))
                            .until(() -> first.owned() == 2 && second.owned() == 2);
                    long claims = lines.lines().stream()
                            .filter(line -> line.startsWith("partition claimed"))
                            .count();
                    // At first the second may take one more than its share.
                    assertTrue(claims <= 7, "claims " + claims);
                    assertTrue(
                            faults.present().stream().noneMatch(f -> f.code() == FaultCode.PARTITION_CONTENDED),
                            faults.present()::toString);
                }
            }
        }
    }

    @Test
    void thePartitionsOfAnInstanceThatDiedAreTakenOverAfterTheExpiry() throws Exception {
        try (var hub = new HubFixture(2)) {
            hub.table
                    .store
                    .claimOwnership(List.of(owned("0"), owned("1")))
                    .collectList()
                    .block();
            long begun = System.nanoTime();
            try (var reader = new TestReader(hub.source(), hub.table.store, TestReader.quick(), event -> DONE)) {
                await().until(() -> reader.owned() == 2);
                assertTrue(System.nanoTime() - begun
                        > TestReader.quick().ownershipExpiry().toNanos());
            }
        }
    }

    private static PartitionOwnership owned(String partition) {
        return new PartitionOwnership()
                .setFullyQualifiedNamespace("localhost")
                .setEventHubName(HubFixture.HUB)
                .setConsumerGroup("$Default")
                .setPartitionId(partition)
                .setOwnerId("dead");
    }
}
