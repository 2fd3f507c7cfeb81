package io.trailbridge.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.RejectedException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a target does wrong is seen, and what it is meant to do is not. */
@Timeout(60)
class RunTest {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Tally tally;

    @TempDir
    private Path folder;

    @BeforeEach
    void empty() {
        tally = new Tally(folder, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @Test
    void everyNumberIsGivenOnce() throws InterruptedException {
        Set<Long> given = ConcurrentHashMap.newKeySet();
        run((input, trial) -> given.add(input.number()), 5, 205, LONG);

        assertEquals(200, given.size());
        assertTrue(given.contains(5L) && given.contains(204L));
        assertEquals(200, tally.inputs());
        assertTrue(tally.isClean());
    }

    @Test
    void itEndsWhenItsTimeIsOver() throws InterruptedException {
        run((input, trial) -> {}, 0, Long.MAX_VALUE, TimeUnit.MILLISECONDS.toNanos(50));

        assertTrue(tally.inputs() > 0);
    }

    @Test
    void anExceptionThatIsNoRefusalIsAnEscape() throws InterruptedException {
        run(
                (input, trial) -> trial.step("a step", RejectedException.class::isInstance, () -> {
                    throw new IllegalStateException("escaped");
                }),
                0,
                20,
                LONG);

        assertFalse(tally.isClean());
        String sort = "20 times: a step: IllegalStateException at io.trailbridge.fuzz.RunTest";
        assertTrue(printed().contains(sort), printed());
    }

    @Test
    void anErrorIsAnEscape() throws InterruptedException {
        run(
                (input, trial) -> trial.step("a step", RejectedException.class::isInstance, () -> {
                    throw new StackOverflowError();
                }),
                0,
                1,
                LONG);

        assertFalse(tally.isClean());
    }

    @Test
    void aRefusalIsCountedAndNoEscape() throws InterruptedException {
        run(
                (input, trial) -> trial.step("a step", RejectedException.class::isInstance, () -> {
                    throw new RejectedException("Refused", "for a test", "target");
                }),
                0,
                20,
                LONG);

        assertTrue(tally.isClean(), printed());
    }

    @Test
    void aResultThatItsTakerWouldRefuseIsAViolation() throws InterruptedException {
        run((input, trial) -> trial.invalid("a step", input.number() == 3 ? "it is odd" : null), 0, 10, LONG);

        assertFalse(tally.isClean());
        assertTrue(printed().contains("1 times: a step: invalid: it is odd"), printed());
        assertTrue(printed().contains("input=3 "), printed());
    }

    @Test
    void aTargetThatItselfFailsDoesNotPassForClean() throws InterruptedException {
        run(
                (input, trial) -> {
                    throw new AssertionError("the check is broken");
                },
                0,
                4,
                LONG);

        assertFalse(tally.isClean());
        assertEquals(4, tally.inputs());
    }

    @Test
    void anInputWithoutEndEndsTheRunAndIsAViolation() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        run(
                (input, trial) -> {
                    while (input.number() == 3 && !over.get()) {
                        Thread.onSpinWait();
                    }
                },
                0,
                Long.MAX_VALUE,
                LONG,
                TimeUnit.MILLISECONDS.toNanos(200));
        over.set(true);

        assertFalse(tally.isClean());
        assertTrue(printed().contains("hangs: no end"), printed());
        assertTrue(printed().contains("input=3 "), printed());
    }

    private void run(Target target, long first, long end, long nanos) throws InterruptedException {
        run(target, first, end, nanos, LONG);
    }

    private void run(Target target, long first, long end, long nanos, long hangsAfter) throws InterruptedException {
        Map<Input.Kind, Target> targets = new EnumMap<>(Input.Kind.class);
        for (Input.Kind kind : Input.Kind.values()) {
            targets.put(kind, target);
        }
        new Run(new Inputs(1, Samples.load()), targets, tally, 2, hangsAfter).run(first, end, nanos);
    }

    private String printed() {
        tally.print();
        return out.toString(StandardCharsets.UTF_8);
    }
}
