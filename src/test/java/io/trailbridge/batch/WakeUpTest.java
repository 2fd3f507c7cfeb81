package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WakeUpTest {
    private final SimulatedRuntime runtime = new SimulatedRuntime(1);
    private int looks;
    private final WakeUp wakeUp = new WakeUp(runtime, () -> looks++);

    private void in(long nanos) {
        wakeUp.in(nanos, runtime.nanos());
    }

    private void assertLooksAfter(long nanos, int expected) {
        runtime.advance(Duration.ofNanos(nanos));
        assertEquals(expected, looks);
    }

    @Test
    void theEarliestOfTheRequestsCounts() {
        in(20);
        in(10);
        in(15);
        assertLooksAfter(9, 0);
        assertLooksAfter(1, 1);
        assertLooksAfter(100, 1);
    }

    @Test
    void aRequestThatIsLateIsForNow() {
        in(-5);
        assertLooksAfter(0, 1);
    }

    @Test
    void neverAsksForNothing() {
        in(Long.MAX_VALUE);
        assertLooksAfter(Long.MAX_VALUE / 4, 0);
    }

    @Test
    void afterACheckAnyTimeMayBeAskedFor() {
        in(10);
        assertLooksAfter(10, 1);
        wakeUp.came();
        in(30);
        assertLooksAfter(30, 2);
    }
}
