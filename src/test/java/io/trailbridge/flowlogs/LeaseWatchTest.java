package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseWatchTest {
    private static final Duration LEASE = Duration.ofSeconds(60);

    private long now = Long.MAX_VALUE - 5;
    private final LeaseWatch watch = new LeaseWatch(() -> now);

    @Test
    void aLeaseEndsWhenItsRowHasNotChangedForAsLongAsItLasts() {
        LeaseHolder holder = new LeaseHolder("a", 7, LEASE);
        assertEquals(LEASE, watch.see(holder));
        assertNull(watch.expired());
        pass(59);
        assertEquals(Duration.ofSeconds(1), watch.see(new LeaseHolder("a", 7, LEASE)));
        assertNull(watch.expired());
        pass(1);
        assertEquals(holder, watch.expired());
        assertEquals(Duration.ZERO, watch.see(holder));
    }

    @Test
    void eachRenewalBeginsTheTimeAnewWhateverTheHoldersClockSays() {
        watch.see(new LeaseHolder("a", 1_000_000, LEASE));
        pass(50);
        watch.see(new LeaseHolder("a", 3, LEASE));
        pass(50);
        assertNull(watch.expired());
        pass(10);
        assertEquals(new LeaseHolder("a", 3, LEASE), watch.expired());
    }

    @Test
    void anotherHolderBeginsTheTimeAnew() {
        watch.see(new LeaseHolder("a", 5, LEASE));
        pass(60);
        watch.see(new LeaseHolder("b", 5, LEASE));
        assertNull(watch.expired());
    }

    @Test
    void whoHasSeenNobodyTakesNothing() {
        assertNull(watch.expired());
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
