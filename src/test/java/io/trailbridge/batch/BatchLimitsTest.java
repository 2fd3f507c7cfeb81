package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.memory.InFlightBytes;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchLimitsTest {
    @Test
    void theSmallestLimitsAreAccepted() {
        BatchLimits smallest = new BatchLimits(1, 1, Duration.ZERO, 1, 1, 1);
        assertEquals(1, smallest.maxEntries());
        assertEquals(1, smallest.maxBytesInFlight());
    }

    @ParameterizedTest
    @CsvSource({"0,1,0,1,1,1", "1,0,0,1,1,1", "1,1,-1,1,1,1", "1,1,0,0,1,1", "1,1,0,1,0,1", "1,2,0,1,1,1"})
    void aLimitThatLetsNothingPassIsRefused(
            int entries, long bytes, int lingerMillis, int inFlight, int calls, long bytesInFlight) {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new BatchLimits(entries, bytes, Duration.ofMillis(lingerMillis), inFlight, calls, bytesInFlight));
        assertTrue(refused.getMessage().contains("maxBytesInFlight=" + bytesInFlight), refused.getMessage());
    }

    @Test
    void asManyBytesAreHeldAsSixtyFourFullCallsHave() {
        assertEquals(640, new BatchLimits(1, 10, Duration.ZERO, 1, 1).maxBytesInFlight());
    }

    @Test
    void theCommonLimitIsTheOnlyDifference() {
        InFlightBytes common = new InFlightBytes(100);
        BatchLimits alone = new BatchLimits(2, 10, Duration.ofMillis(3), 4, 5, 60);
        BatchLimits within = alone.within(common);
        assertSame(common, within.memory());
        assertEquals(new BatchLimits(2, 10, Duration.ofMillis(3), 4, 5, 60, common), within);
    }
}
