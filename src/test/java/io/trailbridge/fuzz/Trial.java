package io.trailbridge.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Predicate;

/**
 * One input on its way through the steps of a target. Every step is measured, and what goes wrong in it is a violation
 * of the run, not of the trial, which goes on. For one thread.
 */
final class Trial {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Input input;
    private final Tally tally;

    Trial(Input input, Tally tally) {
        this.input = input;
        this.tally = tally;
    }

    /** What is tried. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws Exception;
    }

    /**
     * Runs one step.
     *
     * @param refusals what the step is meant to throw; anything else escapes from it
     * @return null where it threw
     */
    <T> T step(String name, Predicate<Throwable> refusals, Step<T> step) {
        long begun = THREADS.getCurrentThreadCpuTime();
        try {
            return step.run();
        } catch (Throwable thrown) {
            if (refusals.test(thrown)) {
                tally.refused(name);
            } else {
                escaped(name, thrown);
            }
            return null;
        } finally {
            tally.took(name, THREADS.getCurrentThreadCpuTime() - begun, input);
        }
    }

    void escaped(String name, Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        tally.violation(
                name, thrown.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0]), thrown, input);
    }

    void refused(String name) {
        tally.refused(name);
    }

    /** A result that its taker would not take; null is none. */
    void invalid(String name, String fault) {
        if (fault != null) {
            tally.violation(name, "invalid: " + fault, null, input);
        }
    }

    /**
     * The size of one result.
     *
     * @param own bytes of that part of the input of which it was made
     * @param limit of its taker: bytes
     */
    void result(String name, long bytes, long own, long limit) {
        tally.result(name, bytes, own, limit, input);
    }
}
