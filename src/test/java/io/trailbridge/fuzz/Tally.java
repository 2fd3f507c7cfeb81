package io.trailbridge.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a run has seen, and its verdict. Violations of one sort are counted, the first of them is printed and its input
 * kept as a file. Thread-safe.
 */
final class Tally {
    /** CPU of the thread for one message in one step. */
    static final long MOST_NANOS = 2_000_000_000L;

    static final int MOST_GROWTH = 32;

    /** An input of fewer bytes counts as one of so many: whatever it is, a result has its frame. */
    static final int LEAST_OWN = 4096;

    /** The maximum length of a violation's description: a reason may contain a path. */
    private static final int LONGEST_SORT = 200;

    private final Path folder;
    private final PrintStream out;
    private final AtomicLong tried = new AtomicLong();
    private final Map<String, Figures> steps = new TreeMap<>();
    private final Map<String, Long> violations = new TreeMap<>();

    private static final class Figures {
        private long runs;
        private long refusals;
        private long slowest;
        private long slowestInput;
        private long largest;
        private long largestInput;
        private double growth;
        private long growthInput;
    }

    /** @param folder where the inputs of violations are kept */
    Tally(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    void tried() {
        tried.incrementAndGet();
    }

    long inputs() {
        return tried.get();
    }

    synchronized void refused(String step) {
        figures(step).refusals++;
    }

    void took(String step, long nanos, Input input) {
        synchronized (this) {
            Figures figures = figures(step);
            figures.runs++;
            if (nanos > figures.slowest) {
                figures.slowest = nanos;
                figures.slowestInput = input.number();
            }
        }
        if (nanos > MOST_NANOS) {
            violation(step, "slow: more than " + MOST_NANOS / 1_000_000 + " ms of CPU", null, input);
        }
    }

    void result(String step, long bytes, long own, long limit, Input input) {
        double growth = (double) bytes / Math.max(own, LEAST_OWN);
        synchronized (this) {
            Figures figures = figures(step);
            if (bytes > figures.largest) {
                figures.largest = bytes;
                figures.largestInput = input.number();
            }
            if (growth > figures.growth) {
                figures.growth = growth;
                figures.growthInput = input.number();
            }
        }
        if (growth > MOST_GROWTH) {
            violation(step, "large: a result of more than " + MOST_GROWTH + " times its input", null, input);
        }
        if (bytes > limit) {
            violation(step, "large: a result above the limit of " + limit + " bytes", null, input);
        }
    }

    /** @param thrown may be null */
    synchronized void violation(String step, String what, Throwable thrown, Input input) {
        String sort = step + ": " + (what.length() > LONGEST_SORT ? what.substring(0, LONGEST_SORT) : what);
        if (violations.merge(sort, 1L, Long::sum) > 1) {
            return;
        }
        String file = input.number() + "-" + step.replaceAll("[^a-z0-9.]+", "-") + "."
                + input.kind().name().toLowerCase(Locale.ROOT);
        out.println("VIOLATION input=" + input.number() + " bytes=" + input.bytes().length + " file="
                + folder.resolve(file) + " " + sort);
        if (thrown != null) {
            thrown.printStackTrace(out);
        }
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(file), input.bytes());
        } catch (IOException e) {
            out.println("the input could not be kept: " + e);
        }
    }

    /** A violation of the run as a whole. */
    synchronized void violation(String what) {
        violations.merge(what, 1L, Long::sum);
        out.println("VIOLATION " + what);
    }

    synchronized boolean isClean() {
        return violations.isEmpty();
    }

    /** The figures of each step, then those of all. */
    synchronized void print() {
        out.printf(
                "%-22s %9s %9s %19s %22s %18s%n",
                "step", "runs", "refusals", "slowest, ms  input", "largest, bytes  input", "times own  input");
        steps.forEach((name, of) -> out.printf(
                Locale.ROOT,
                "%-22s %9d %9d %9.0f %9d %12d %9d %8.1f %9d%n",
                name,
                of.runs,
                of.refusals,
                of.slowest / 1e6,
                of.slowestInput,
                of.largest,
                of.largestInput,
                of.growth,
                of.growthInput));
        out.printf(
                Locale.ROOT,
                "inputs tried %d, violations %d, slowest %.0f ms, largest result %d bytes, at most %.1f"
                        + " times its input%n",
                inputs(),
                violations.values().stream().mapToLong(Long::longValue).sum(),
                steps.values().stream().mapToLong(of -> of.slowest).max().orElse(0) / 1e6,
                steps.values().stream().mapToLong(of -> of.largest).max().orElse(0),
                steps.values().stream().mapToDouble(of -> of.growth).max().orElse(0));
        violations.forEach((sort, count) -> out.println(count + " times: " + sort));
    }

    private Figures figures(String step) {
        return steps.computeIfAbsent(step, name -> new Figures());
    }
}
