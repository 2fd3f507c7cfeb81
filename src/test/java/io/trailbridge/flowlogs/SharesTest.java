package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SharesTest {
    private final Shares shares = new Shares(8);

    @Test
    void aloneOneGetsHalf() {
        assertEquals(4, takeAll("a"));
    }

    @Test
    void whoeverComesLaterFindsSomeLeft() {
        assertEquals(4, takeAll("a"));
        assertEquals(2, takeAll("b"));
        assertEquals(1, takeAll("c"));
    }

    @Test
    void whatIsGivenBackIsSharedAgain() {
        takeAll("a");
        takeAll("b");
        shares.give("a", 4);
        assertEquals(2, takeAll("b"));
        shares.give("b", 4);
        assertTrue(shares.areAllFree());
        assertEquals(4, takeAll("b"));
    }

    @Test
    void oneForAllIsAShare() {
        Shares one = new Shares(1);
        assertTrue(one.take("a"));
        assertFalse(one.take("b"));
        one.give("a", 1);
        assertTrue(one.take("b"));
    }

    @Test
    void nobodyGivesBackWhatHeDoesNotHold() {
        takeAll("a");
        assertThrows(IllegalStateException.class, () -> shares.give("b", 1));
        assertThrows(IllegalStateException.class, () -> shares.give("a", 5));
    }

    private int takeAll(String holder) {
        int taken = 0;
        while (shares.take(holder)) {
            taken++;
        }
        return taken;
    }
}
