package io.trailbridge.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CauseChainTest {
    private final FileNotFoundException inner = new FileNotFoundException("inner");
    private final IOException middle = new IOException("middle", inner);
    private final RuntimeException outer = new RuntimeException("outer", middle);

    @Test
    void theOutermostOfATypeIsFound() {
        assertSame(middle, CauseChain.find(outer, IOException.class));
        assertSame(inner, CauseChain.find(outer, FileNotFoundException.class));
        assertNull(CauseChain.find(outer, InterruptedException.class));
    }

    @Test
    void aChainIsTheFailureAndItsCauses() {
        assertEquals(List.of(outer, middle, inner), CauseChain.of(outer));
        assertSame(inner, CauseChain.root(outer));
        assertEquals(List.of(), CauseChain.of(null));
        assertNull(CauseChain.root(null));
    }

    @Test
    void aChainThatRunsInACircleEnds() {
        RuntimeException one = new RuntimeException("one");
        RuntimeException other = new RuntimeException("other", one);
        one.initCause(other);

        assertTrue(CauseChain.of(one).size() > 2);
        assertNull(CauseChain.find(one, IOException.class));
    }
}
