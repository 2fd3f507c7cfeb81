package io.trailbridge.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One run of the command line as a user has it.
 *
 * @param code the exit code
 * @param out the lines of standard output
 * @param err the lines of standard error
 */
public record CommandRun(int code, List<String> out, List<String> err) {
    static CommandRun of(String... arguments) {
        return fed("", arguments);
    }

    public static CommandRun fed(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        int code = TrailbridgeCommand.execute(in, out, err, arguments);
        return new CommandRun(code, lines(out), lines(err));
    }

    private static List<String> lines(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
