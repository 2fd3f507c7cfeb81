package io.trailbridge.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ByteMutatorTest {
    private static final byte[] MESSAGE = "{\"message\":\"of some bytes\"}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER = "[OTHER]".getBytes(StandardCharsets.US_ASCII);

    @Test
    void theSameChanceGivesTheSameAndLeavesTheMessageAsItIs() {
        byte[] before = MESSAGE.clone();
        for (int seed = 0; seed < 500; seed++) {
            assertArrayEquals(mutant(MESSAGE, seed), mutant(MESSAGE, seed));
        }
        assertArrayEquals(before, MESSAGE);
    }

    @Test
    void eachWayIsTaken() {
        String message = new String(MESSAGE, StandardCharsets.ISO_8859_1);
        finds("a flipped bit", text -> text.length() == MESSAGE.length && !text.equals(message));
        finds("a beginning", text -> !text.isEmpty() && text.length() < MESSAGE.length && message.startsWith(text));
        finds("more than it was", text -> text.length() > MESSAGE.length);
        finds("a repeated part", text -> text.length() > 2 * MESSAGE.length && text.contains("ageage"));
        finds("another's end", text -> text.startsWith("{\"mess") && text.endsWith("HER]"));
    }

    @Test
    void nothingIsChangedToo() {
        for (int seed = 0; seed < 500; seed++) {
            assertTrue(mutant(new byte[0], seed).length <= 300, "seed " + seed);
        }
        assertEquals(0, new ByteMutator(OTHER, new Random(1), 1).mutate(new byte[0], 0).length);
    }

    private static void finds(String what, Predicate<String> found) {
        for (int seed = 0; seed < 20_000; seed++) {
            if (found.test(new String(mutant(MESSAGE, seed), StandardCharsets.ISO_8859_1))) {
                return;
            }
        }
        throw new AssertionError("no mutant has " + what);
    }

    private static byte[] mutant(byte[] message, int seed) {
        return new ByteMutator(OTHER, new Random(seed), 200).mutate(message, 1);
    }
}
