package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {
    @Test
    void delaysDoubleUpToTheCap() {
        BackOff longest = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(5), () -> 1);
        assertEquals(Duration.ofMillis(100), longest.delay(1));
        assertEquals(Duration.ofMillis(200), longest.delay(2));
        assertEquals(Duration.ofMillis(3200), longest.delay(6));
        assertEquals(Duration.ofSeconds(5), longest.delay(7));
        assertEquals(Duration.ofSeconds(5), longest.delay(Integer.MAX_VALUE));
    }

    @Test
    void jitterReachesDownToNothing() {
        assertEquals(Duration.ZERO, new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(9), () -> 0).delay(5));
    }
}
