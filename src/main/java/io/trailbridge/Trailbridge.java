package io.trailbridge;

import io.trailbridge.cli.TrailbridgeCommand;

/** The entry point: {@code java -jar trailbridge.jar}. What it can do is listed by {@code --help}. */
public final class Trailbridge {
    private Trailbridge() {}

    public static void main(String[] arguments) {
        System.exit(TrailbridgeCommand.execute(arguments));
    }
}
