package io.trailbridge.fuzz;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeapGrowthTest {
    private static final long START = 40L << 20;

    private final HeapGrowth heap = new HeapGrowth();

    @Test
    void aHeapThatStaysWithinTheBoundIsFlat() {
        heap.look(START);
        heap.look(START + HeapGrowth.BOUND);
        heap.look(START - 1);

        assertNull(heap.fault());
    }

    @Test
    void aHeapThatHasBeenLargerIsNotFlatWhateverItIsNow() {
        heap.look(START);
        heap.look(START + HeapGrowth.BOUND + 1);
        heap.look(START);

        assertNotNull(heap.fault());
        assertTrue(heap.fault().contains("from 40 MB to 64 MB"), heap.fault());
    }

    @Test
    void oneLookTellsNothing() {
        heap.look(START);

        assertNull(heap.fault());
    }
}
