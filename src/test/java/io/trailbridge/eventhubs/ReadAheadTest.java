package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private static final long MB = 1 << 20;

    @Test
    void allPartitionsTogetherHoldNoMoreThanTheShareWhateverTheSizeOfTheirEvents() {
        for (int partitions = 1; partitions <= 64; partitions++) {
            for (long share = 4L * partitions; share < 4096; share += 7) {
                ReadAhead ahead = ReadAhead.within(share * MB, partitions);
                assertTrue(ahead.held() * partitions <= share, partitions + " partitions, " + share + " MB: " + ahead);
            }
        }
    }

    @Test
    void aLargeShareGivesWhatIsWanted() {
        assertEquals(new ReadAhead(500, 100), ReadAhead.within(8192 * MB, 4));
    }

    @Test
    void aShareForNoneStillReads() {
        assertEquals(new ReadAhead(1, 1), ReadAhead.within(MB, 32));
    }

    @Test
    void aHubThatCannotBeDescribedIsTakenToHaveManyPartitions() {
        assertEquals(ReadAhead.within(512 * MB, 32), ReadAhead.within(512 * MB, 0));
    }
}
