package io.trailbridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void ofAHundredValuesEachIsAPercentile() {
        long[] sorted = LongStream.rangeClosed(1, 100).toArray();

        assertEquals(50, Percentiles.of(sorted, 50));
        assertEquals(99, Percentiles.of(sorted, 99));
        assertEquals(100, Percentiles.of(sorted, 100));
        assertEquals(1, Percentiles.of(sorted, 0));
    }

    @Test
    void ofFewValuesAHighPercentileIsTheLargest() {
        long[] sorted = {3, 5, 9};

        assertEquals(5, Percentiles.of(sorted, 50));
        assertEquals(9, Percentiles.of(sorted, 99));
    }

    @Test
    void anEmptySampleHasNone() {
        assertThrows(IllegalArgumentException.class, () -> Percentiles.of(new long[0], 50));
    }
}
