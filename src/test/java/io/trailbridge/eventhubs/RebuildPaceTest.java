package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RebuildPaceTest {
    private final RebuildPace pace = new RebuildPace(Duration.ofMinutes(2));
    private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

    private void pass(int minutes) {
        now += Duration.ofMinutes(minutes).toNanos();
    }

    @Test
    void aRebuildThatDidNotHelpWaitsTwiceAsLongEachTimeUpToHalfAnHour() {
        assertTrue(pace.take(now));
        for (int pause : new int[] {2, 4, 8, 16, 30, 30}) {
            pass(pause - 1);
            assertFalse(pace.take(now), "too soon after " + (pause - 1) + " min");
            pass(1);
            assertTrue(pace.take(now), "not after " + pause + " min");
        }
    }

    @Test
    void oneThatHelpedForAWhileIsForgotten() {
        assertTrue(pace.take(now));
        pass(2);
        assertTrue(pace.take(now));
        pass(60);
        assertTrue(pace.take(now));
        pass(2);
        assertTrue(pace.take(now));
    }
}
