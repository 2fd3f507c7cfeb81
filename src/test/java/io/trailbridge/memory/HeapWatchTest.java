package io.trailbridge.memory;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.memory.HeapWatch.Reading;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeapWatchTest {
    private long seconds = 100;
    private long collecting;
    private Reading reading;
    private final HeapWatch watch = new HeapWatch(() -> reading);

    @Test
    void aFullHeapThatIsOnlyCollectedIsUsedUp() {
        for (int i = 0; i < 20; i++) {
            assertFalse(second(950, 99), "after " + i + " s");
        }
        assertTrue(second(950, 99));
    }

    @Test
    void aFullHeapInWhichWorkGoesOnIsNot() {
        for (int i = 0; i < 100; i++) {
            assertFalse(second(500, 99));
        }
    }

    @Test
    void collectionsThatFreeMemoryAreNoReason() {
        for (int i = 0; i < 100; i++) {
            assertFalse(second(1000, i % 15 == 0 ? 60 : 99));
        }
    }

    private boolean second(long collectingMillis, long percentFull) {
        seconds++;
        collecting += collectingMillis;
        reading = new Reading(TimeUnit.SECONDS.toNanos(seconds), collecting, percentFull, 100);
        return watch.isUsedUp();
    }
}
