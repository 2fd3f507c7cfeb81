package io.trailbridge.fuzz;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Mutated samples through everything that reads what others wrote: {@code mvn -q -Pfuzz}, as many inputs as
 * {@code -Dfuzz.inputs} or for as many {@code -Dfuzz.seconds}, by {@code -Dfuzz.threads} (2). {@code -Dfuzz.seed}
 * repeats a run; {@code -Dfuzz.first=N -Dfuzz.inputs=1} one input of it.
 *
 * <p>Ends with exit code 1 when
 * <ul>
 * <li>something escapes: an exception or error that is not the refusal that a step is meant to give, a result that
 * its taker would refuse, a mapping that fails in a way that is not documented;
 * <li>a message takes more than 2 s of CPU in a step (the thread's own, so that neighbours and collections do not
 * count);
 * <li>a result is more than 32 times as large as the event it was made of, an event of less than 4 kB counting as one
 * of 4 kB, as every result has a frame of some kilobytes; or the results of a message together than the message; or
 * a result is larger than its taker takes;
 * <li>the heap grows: what is used after a collection, with no input in progress, by more than 24 MB since the warm-up,
 * the first 2,000 inputs.
 * </ul>
 * The inputs of violations are in {@code target/fuzz/}.
 */
public final class Fuzz {
    private static final Path FOLDER = Path.of("target/fuzz");
    private static final long DEFAULT_SECONDS = 60;

    private Fuzz() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.setProperty("trailbridge.test.log", "OFF");
        long inputs = Long.getLong("fuzz.inputs", 0);
        long seconds = Long.getLong("fuzz.seconds", 0);
        if (inputs <= 0 && seconds <= 0) {
            seconds = DEFAULT_SECONDS;
        }
        String given = System.getProperty("fuzz.seed", "random");
        long seed = given.equals("random") ? new Random().nextInt(Integer.MAX_VALUE) : Long.parseLong(given);
        int threads = Integer.getInteger("fuzz.threads", 2);
        System.out.println("seed " + seed + ", " + threads + " threads, heap of at most "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MB; to repeat: -Dfuzz.seed=" + seed);
        Tally tally = new Tally(FOLDER, System.out);
        EventTarget events = new EventTarget();
        Map<Input.Kind, Target> targets = new EnumMap<>(Map.of(
                Input.Kind.EVENT,
                events,
                Input.Kind.MESSAGE,
                events,
                Input.Kind.COMPRESSED_MESSAGE,
                events,
                Input.Kind.FLOW_LOG,
                new FlowLogTarget()));
        Run run = new Run(new Inputs(seed, Samples.load()), targets, tally, threads);
        long first = Long.getLong("fuzz.first", 0);
        HeapGrowth heap = run.run(
                first,
                inputs > 0 ? first + inputs : Long.MAX_VALUE,
                seconds > 0 ? TimeUnit.SECONDS.toNanos(seconds) : Long.MAX_VALUE);
        if (heap.fault() != null) {
            tally.violation(heap.fault());
        }
        tally.print();
        System.out.println(heap);
        System.out.println(tally.isClean() ? "clean" : "NOT CLEAN");
        System.out.flush();
        Runtime.getRuntime().halt(tally.isClean() ? 0 : 1);
    }
}
