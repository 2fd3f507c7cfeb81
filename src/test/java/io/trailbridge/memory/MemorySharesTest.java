package io.trailbridge.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MemorySharesTest {
    private static final long MB = 1 << 20;

    @Test
    void withoutASettingAQuarterOfTheHeapIsSharedOut() {
        MemoryShares shares = MemoryShares.ofHeap(256 * MB);

        assertEquals(32 * MB, shares.readAhead());
        assertEquals(16 * MB, shares.hub().limit());
        assertEquals(16 * MB, shares.sinks().limit());
    }

    @Test
    void aSettingThatTheHeapCannotHoldIsRefusedWithTheRemedy() {
        String tooMuch = assertThrows(IllegalArgumentException.class, () -> MemoryShares.of(200 * MB, 256 * MB))
                .getMessage();

        assertTrue(tooMuch.contains("at most half of the heap, which is 256MB (-Xmx)"), tooMuch);
        assertThrows(IllegalArgumentException.class, () -> MemoryShares.of(MB, 256 * MB));
        assertEquals(64 * MB, MemoryShares.of(128 * MB, 256 * MB).readAhead());
    }
}
