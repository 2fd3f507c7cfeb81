package io.trailbridge.bench;

import java.util.Arrays;
import java.util.List;

/** Who has a JVM, a hub and a queue of its own; all have the same servers. */
enum Contestant {
    /** Trailbridge with its defaults, CloudTrail as its only sink. */
    TRAILBRIDGE("trailbridge"),
    /** A route of the stock components, one call an event. */
    CAMEL("camel"),
    /** A loop by hand with the SDKs: batches, and nothing else. This is the floor. */
    LOOP("loop"),
    /** Not compared: the servers by themselves, see {@link Ceiling}. */
    CEILING("ceiling");

    private final String label;

    Contestant(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static List<Contestant> compared() {
        return List.of(TRAILBRIDGE, CAMEL, LOOP);
    }

    static Contestant named(String label) {
        return Arrays.stream(values())
                .filter(contestant -> contestant.label.equals(label.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + label + "' is not one of " + compared()));
    }

    @Override
    public String toString() {
        return label;
    }
}
