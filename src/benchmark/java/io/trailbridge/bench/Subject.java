package io.trailbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.Trailbridge;
import java.nio.file.Path;

/**
 * A contestant in a JVM of its own: its name is the argument, what it talks to is in the environment. The command
 * {@code look} gives what the JVM has used.
 */
public final class Subject {
    private final Probe probe = new Probe();

    private Subject() {}

    public static void main(String[] arguments) throws Exception {
        CommandLoop.start(new Subject()::answer);
        switch (Contestant.named(arguments[0])) {
            case TRAILBRIDGE ->
                Trailbridge.main(new String[] {
                    "--routes", Path.of("routes").toAbsolutePath().toString()
                });
            case CAMEL -> PlainCamel.start(System.getenv());
            case LOOP -> SdkLoop.start(System.getenv());
            case CEILING -> throw new IllegalArgumentException(arguments[0] + " is not compared");
        }
    }

    private JsonNode answer(String[] command) throws Exception {
        if (!command[0].equals("look")) {
            throw new IllegalArgumentException(command[0]);
        }
        return probe.look();
    }
}
