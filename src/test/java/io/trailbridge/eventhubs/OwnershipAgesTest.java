package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.trailbridge.checkpoints.CheckpointTableFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OwnershipAgesTest {
    private final SimulatedThreads threads = new SimulatedThreads();
    private final OwnershipAges ages = new OwnershipAges(threads.clocks().nanos());

    @Test
    void aRowThatDoesNotChangeGrowsOldFromTheFirstLook() {
        assertAge(0, row("a", "1", 0));
        threads.advance(Duration.ofSeconds(59));
        assertAge(59, row("a", "1", 0));
    }

    @Test
    void whatTheOwnersClockSaidDoesNotCount() {
        long now = System.currentTimeMillis();
        assertAge(0, row("a", "1", now - 3_600_000));
        threads.advance(Duration.ofSeconds(10));
        assertAge(0, row("a", "2", now - 3_590_000));
        threads.advance(Duration.ofSeconds(10));
        assertAge(10, row("a", "2", now - 3_590_000));
    }

    @Test
    void aChangeOfEtagOwnerOrTimeIsALifeSign() {
        row("a", "(none)", 1);
        threads.advance(Duration.ofSeconds(10));
        assertAge(0, row("a", "(none)", 2));
        threads.advance(Duration.ofSeconds(10));
        assertAge(0, row("b", "(none)", 2));
        threads.advance(Duration.ofSeconds(10));
        assertAge(0, row("b", "1", 2));
    }

    @Test
    void settingTheMachinesClockMakesNoRowOlder() {
        row("a", "1", 0);
        threads.setWallClock(Duration.ofHours(1));
        threads.advance(Duration.ofSeconds(5));
        assertAge(5, row("a", "1", 0));
    }

    private PartitionOwnership row(String owner, String etag, long modified) {
        PartitionOwnership row = CheckpointTableFixture.claim("0", owner, etag).setLastModifiedTime(modified);
        ages.judge(row);
        return row;
    }

    private static void assertAge(long seconds, PartitionOwnership row) {
        assertEquals(seconds, (System.currentTimeMillis() - row.getLastModifiedTime()) / 1000.0, 0.9);
    }
}
