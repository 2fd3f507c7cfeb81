package io.trailbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM with the class path of this one that answers commands, see {@link CommandLoop}. What else it prints goes to a
 * file. One thread asks at a time. Closing it ends it, and so does the end of this JVM.
 */
final class ChildJvm implements AutoCloseable {
    private static final String ENDED = "";

    private final String name;
    private final Process process;
    private final PrintStream commands;
    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Path log;

    private ChildJvm(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "output-of-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts one.
     *
     * @param environment added to an environment that is empty but for the path
     * @param log what it prints that is no answer
     */
    static ChildJvm start(
            String name,
            Class<?> main,
            List<String> options,
            Map<String, String> environment,
            Path log,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().putAll(environment);
        return new ChildJvm(name, builder.start(), log);
    }

    /**
     * Sends a command and waits for its answer, however long it takes.
     *
     * @throws IllegalStateException when the command failed or the JVM has ended
     */
    JsonNode ask(Object... command) throws InterruptedException {
        List<String> words = new ArrayList<>();
        for (Object word : command) {
            words.add(word.toString());
        }
        commands.println(String.join(" ", words));
        String answer = answers.take();
        if (answer.equals(ENDED)) {
            throw new IllegalStateException(name + " has ended; what it printed is in " + log);
        }
        try {
            JsonNode json = Json.MAPPER.readTree(answer);
            if (json.has("failed")) {
                throw new IllegalStateException(
                        name + ": " + json.get("failed").asText() + "; what it printed is in " + log);
            }
            return json;
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                PrintStream other = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(CommandLoop.MARK)) {
                    answers.add(line.substring(CommandLoop.MARK.length()));
                } else {
                    other.println(line);
                }
            }
        } catch (IOException broken) {
            System.err.println(name + ": " + broken);
        }
        answers.add(ENDED);
    }

    @Override
    public void close() {
        commands.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
