package io.trailbridge.eventhubs;

import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import io.trailbridge.standin.LogLines;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events that retention removed before they were read. */
@Timeout(90)
class ExpiredEventsTest {
    @Test
    void eventsThatExpiredWhileNothingWasReadAreSaidAndCountedAtTheStart() throws Exception {
        try (var hub = new HubFixture(2)) {
            hub.publish(0, 50);
            hub.publish(1, 50);
            try (var reader = reader(hub, CompletableFuture.completedFuture(null))) {
                await().until(() -> hub.checkpoint(0) == 49 && hub.checkpoint(1) == 49);
                assertEquals(0, expired(reader, "0"));
            }
            hub.publish(0, 75);
            hub.publish(1, 75);
            hub.server.hub(HubFixture.HUB).dropBefore(0, 120);
            try (var lines = LogLines.of(Faults.class);
                    var reader = reader(hub, CompletableFuture.completedFuture(null))) {
                await().until(() -> hub.checkpoint(0) == 124 && hub.checkpoint(1) == 124);
                assertEquals(70, expired(reader, "0"));
                assertEquals(0, expired(reader, "1"));
                var fault = reader.faults.present().get(0);
                assertEquals(FaultCode.EVENTS_EXPIRED, fault.code());
                assertFalse(fault.down(), "it is over: nothing can bring them back");
                assertTrue(
                        lines.lines().stream()
                                .anyMatch(line -> line.contains("code=events-expired")
                                        && line.contains("partition 0")
                                        && line.contains("50 to 119")),
                        lines.lines().toString());
            }
        }
    }

    @Test
    void eventsThatExpireWhileReadingStandsStillAreFoundByTheRegularLook() throws Exception {
        try (var hub = new HubFixture(1)) {
            var open = new CompletableFuture<Void>();
            hub.publish(0, 3000);
            try (var reader = reader(hub, open)) {
                await().until(() -> reader.distinct() == 10);
                hub.server.hub(HubFixture.HUB).dropBefore(0, 2900);
                var expired = reader.meters.get("trailbridge.events.expired").counter();
                await().until(() -> expired.count() > 0);
                assertEquals(2890, expired.count(), "10 to 2899, whatever is read ahead");
                await().until(() ->
                        reader.faults.present().stream().anyMatch(f -> f.cause().contains("10 to 2899")));
                open.complete(null);
                await().until(() -> hub.checkpoint(0) == 2999);
                assertEquals(2890, expired.count(), "each is counted once");
            }
        }
    }

    private static double expired(TestReader reader, String partition) {
        return reader.meters
                .get("trailbridge.events.expired")
                .tag("partition", partition)
                .counter()
                .count();
    }

    private static TestReader reader(HubFixture hub, CompletableFuture<Void> sink) throws Exception {
        return new TestReader(
                hub.source(),
                hub.table.store,
                TestReader.quick().toBuilder().maxInFlight(10).prefetch(1).build(),
                event -> sink);
    }
}
