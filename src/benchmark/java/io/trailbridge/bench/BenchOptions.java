package io.trailbridge.bench;

import java.util.Arrays;
import java.util.List;

/**
 * What the bench is to do, from system properties; one that is empty has its default.
 *
 * @param events events of each turn ({@code bench.events})
 * @param rounds turns of each contestant that are measured ({@code bench.rounds})
 * @param eventBytes size of an event ({@code bench.eventBytes})
 * @param only the contestants, in the order of their turns ({@code bench.only})
 * @param latency whether latency is measured ({@code bench.latency})
 * @param latencySeconds how long events are published at each rate ({@code bench.latencySeconds})
 * @param partitions partitions of each hub ({@code bench.partitions})
 * @param delayMs added to every call of an AWS service ({@code bench.delayMs})
 * @param jvm further options of the JVM of each contestant, separated by blanks ({@code bench.jvm})
 */
record BenchOptions(
        int events,
        int rounds,
        int eventBytes,
        List<Contestant> only,
        boolean latency,
        int latencySeconds,
        int partitions,
        int delayMs,
        List<String> jvm) {

    /** @throws IllegalArgumentException naming the property that is wrong */
    static BenchOptions fromProperties() {
        String names = System.getProperty("bench.only", "");
        String jvm = System.getProperty("bench.jvm", "").strip();
        return new BenchOptions(
                number("bench.events", 20_000, 1),
                number("bench.rounds", 2, 1),
                number("bench.eventBytes", 1_500, BenchEvent.SMALLEST),
                names.isBlank()
                        ? Contestant.compared()
                        : Arrays.stream(names.split(",", -1))
                                .map(Contestant::named)
                                .toList(),
                !System.getProperty("bench.latency", "").equals("false"),
                number("bench.latencySeconds", 8, 1),
                number("bench.partitions", 4, 1),
                number("bench.delayMs", 0, 0),
                jvm.isEmpty() ? List.of() : List.of(jvm.split(" +", -1)));
    }

    private static int number(String property, int byDefault, int smallest) {
        String given = System.getProperty(property, "").strip();
        if (given.isEmpty()) {
            return byDefault;
        }
        if (!given.matches("\\d{1,8}") || Integer.parseInt(given) < smallest) {
            throw new IllegalArgumentException(
                    property + " is '" + given + "': give a number from " + smallest + " on");
        }
        return Integer.parseInt(given);
    }
}
