package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StartPositionTest {
    @Test
    void startPositionsAreWordsOrTimes() {
        assertEquals(StartPosition.EARLIEST, StartPosition.parse(" Earliest "));
        assertEquals(StartPosition.LATEST, StartPosition.parse("latest"));
        assertEquals(
                new StartPosition.At(Instant.parse("2024-01-15T10:30:00Z")),
                StartPosition.parse("2024-01-15T11:30:00+01:00"));
        var refused = assertThrows(IllegalArgumentException.class, () -> StartPosition.parse("yesterday"));
        assertTrue(refused.getMessage().contains("'yesterday'")
                && refused.getMessage().contains("earliest, latest"));
    }
}
