package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StalledPartitionsTest {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final AtomicLong nanos = new AtomicLong();
    private final FaultSignal signal =
            new Faults(Clock.systemUTC(), nanos::get).signal("events of the hub", Duration.ZERO);
    private final StalledPartitions stalled = new StalledPartitions(signal, LIMIT);

    private void look(boolean mayMove, PartitionStatus... owned) {
        stalled.look(List.of(owned), mayMove, nanos.get());
    }

    private static PartitionStatus partition(String id, Duration unsettled, Long position, Long lag) {
        return new PartitionStatus(
                id, 1, unsettled == null ? null : 7L, unsettled, null, null, null, null, position, lag, null);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void theEventThatHasBeenUnderWayForTheLongestIsNamed() {
        look(true, partition("0", LIMIT, 6L, 0L));
        assertNull(signal.fault());
        look(true, partition("0", LIMIT.plusSeconds(1), 6L, 0L), partition("1", LIMIT.plusSeconds(9), 6L, 0L));
        assertEquals(FaultCode.PARTITION_STALLED, signal.fault().code());
        assertTrue(signal.fault().down());
        assertEquals(
                "partition 1: event 7 is unsettled since 609 s", signal.fault().cause());
        look(true, partition("0", null, 7L, 0L));
        assertNull(signal.fault());
    }

    @Test
    void aPartitionThatDoesNotMoveWhileEventsFollowIsNamedWhateverTheCause() {
        look(true, partition("0", null, 6L, 3L));
        pass(LIMIT.plusSeconds(1));
        look(true, partition("0", null, 6L, 4L));
        assertTrue(
                signal.fault().cause().contains("its position, event 6, has not moved for 601 s, though 4 events"),
                signal.fault()::toString);
        look(true, partition("0", null, 7L, 3L));
        assertNull(signal.fault());
    }

    @Test
    void nothingStandsStillWhileNothingIsReadOnPurpose() {
        look(true, partition("0", null, 6L, 3L));
        pass(LIMIT);
        look(false, partition("0", null, 6L, 3L));
        pass(LIMIT);
        look(true, partition("0", null, 6L, 3L));
        assertNull(signal.fault());
    }

    @Test
    void aPartitionOfAnotherInstanceIsNotThisOnesToMove() {
        look(true, partition("0", null, 6L, 3L));
        stalled.forget(List.of("0"));
        pass(LIMIT.plusSeconds(1));
        look(true);
        assertNull(signal.fault());
    }
}
