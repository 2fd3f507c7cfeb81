package io.trailbridge.eventhubs;

import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.trailbridge.fault.FaultCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

/** A machine's clock that is set back one hour while the consumer runs. */
@Timeout(120)
class ClockSetBackTest {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private static final class SettableClock extends Clock {
        private volatile Duration offset = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(offset);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private final SettableClock clock = new SettableClock();

    @Test
    void checkpointsAndTheDetectionOfAStallGoOn() throws Exception {
        try (var hub = new HubFixture(1)) {
            var stalled = new AtomicBoolean();
            var store = new ForwardingStore(hub.table.store) {
                @Override
                public Flux<PartitionOwnership> claimOwnership(List<PartitionOwnership> requests) {
                    return stalled.get() ? Flux.never() : super.claimOwnership(requests);
                }
            };
            var settings = TestReader.quick().toBuilder()
                    .maxUnsettledAge(Duration.ofMinutes(1))
                    .maxWithoutLoadBalancing(Duration.ofSeconds(3))
                    .maxCheckpointNotWritable(Duration.ofMinutes(1))
                    .build();
            hub.publish(0, 5);
            try (var reader = new TestReader(
                    hub.source(),
                    store,
                    settings,
                    component -> component.setClocks(new Clocks(clock, System::nanoTime)),
                    event -> DONE)) {
                await().until(() -> hub.checkpoint(0) == 4);
                clock.offset = Duration.ofHours(-1);
                hub.publish(0, 5);
                await().until(() -> hub.checkpoint(0) == 9);
                Duration running = Duration.between(reader.status().startedAt(), clock.instant());
                assertTrue(running.compareTo(Duration.ofMinutes(2)) < 0, "shown in the clock's time: " + running);
                stalled.set(true);
                await().until(() -> reader.faults.present().stream()
                        .anyMatch(fault -> fault.code() == FaultCode.LOAD_BALANCING_STALLED && fault.down()));
                stalled.set(false);
                // The round that hangs ends with the client only.
                await().until(() -> reader.faults.present().isEmpty() && reader.owned() == 1);
            }
        }
    }
}
