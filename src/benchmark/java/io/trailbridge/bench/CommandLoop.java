package io.trailbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The child's side of {@link ChildJvm}: answers a line of standard input with a line of JSON after {@value #MARK}.
 * When the input ends, because the parent has ended or has closed it, the JVM ends at once.
 */
final class CommandLoop {
    static final String MARK = "@bench ";

    /** Answers a command, which is a word with its arguments. */
    interface Commands {
        JsonNode answer(String[] command) throws Exception;
    }

    private CommandLoop() {}

    /** Starts answering, on a thread that keeps the JVM alive. */
    static void start(Commands commands) {
        new Thread(() -> run(commands), "bench-commands").start();
    }

    private static void run(Commands commands) {
        int code = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answer(commands, line);
            }
        } catch (IOException broken) {
            broken.printStackTrace();
            code = 1;
        }
        Runtime.getRuntime().halt(code);
    }

    private static void answer(Commands commands, String line) {
        try {
            JsonNode answer = commands.answer(line.split(" ", -1));
            System.out.println(MARK + answer);
        } catch (Exception failed) { // the parent gives up: it needs to know, and so does who reads the log
            failed.printStackTrace();
            System.out.println(MARK + Json.object().put("failed", failed.toString()));
        }
        System.out.flush();
    }
}
