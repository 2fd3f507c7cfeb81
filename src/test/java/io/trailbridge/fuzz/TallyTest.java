package io.trailbridge.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TallyTest {
    private static final Input INPUT = new Input(17, Input.Kind.FLOW_LOG, new byte[] {1, 2, 3}, 0);
    private static final int LIMIT = 1_000_000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Tally tally;

    @TempDir
    private Path folder;

    @BeforeEach
    void empty() {
        tally = new Tally(folder, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWithinAllBoundsIsClean() {
        tally.took("step", Tally.MOST_NANOS, INPUT);
        tally.result("step", LIMIT, LIMIT / 32, LIMIT, INPUT);
        tally.refused("step");
        tally.tried();

        assertTrue(tally.isClean());
        assertTrue(printed()
                .contains("inputs tried 1, violations 0, slowest 2000 ms, largest result 1000000 bytes,"
                        + " at most 32.0 times its input"));
    }

    @Test
    void twoSecondsOfCpuAreTheMost() {
        tally.took("step", Tally.MOST_NANOS + 1, INPUT);

        assertFalse(tally.isClean());
    }

    @Test
    void aResultMayBeSoManyTimesItsInput() {
        tally.result("step", 32 * 10_000 + 1, 10_000, LIMIT, INPUT);

        assertFalse(tally.isClean());
    }

    @Test
    void aSmallInputCountsAsOneOfFourKilobytes() {
        tally.result("step", 32 * 4096, 1, LIMIT, INPUT);
        assertTrue(tally.isClean());

        tally.result("step", 32 * 4096 + 1, 1, LIMIT, INPUT);
        assertFalse(tally.isClean());
    }

    @Test
    void aResultMayBeAsLargeAsItsTakerTakes() {
        tally.result("step", LIMIT + 1, LIMIT, LIMIT, INPUT);

        assertFalse(tally.isClean());
    }

    @Test
    void aViolationIsPrintedOnceWithItsNumberAndItsInputIsKept() throws Exception {
        tally.violation("some step", "IllegalStateException", new IllegalStateException("because"), INPUT);
        tally.violation("some step", "IllegalStateException", new IllegalStateException("because"), INPUT);

        String printed = printed();
        assertEquals(1, printed.split("VIOLATION", -1).length - 1, printed);
        assertTrue(printed.contains("input=17 "), printed);
        assertTrue(printed.contains("because"), printed);
        assertTrue(printed.contains("2 times: some step: IllegalStateException"), printed);
        assertArrayEquals(INPUT.bytes(), Files.readAllBytes(folder.resolve("17-some-step.flow_log")));
        assertFalse(tally.isClean());
    }

    private String printed() {
        tally.print();
        return out.toString(StandardCharsets.UTF_8);
    }
}
