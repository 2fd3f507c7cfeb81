package io.trailbridge.packaged;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged jar as a child process, started as a user starts it. Closing it kills it. */
final class TrailbridgeProcess implements AutoCloseable {
    private static final Path FOLDER = Path.of(System.getProperty("trailbridge.package", "target/trailbridge"))
            .toAbsolutePath();

    private final Process process;
    private final Path output;

    private TrailbridgeProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts {@code java -jar trailbridge.jar} in a separate folder, with only this in its environment. */
    static TrailbridgeProcess start(Map<String, String> environment, String... arguments) throws IOException {
        return startWith("-Xmx512m", environment, arguments);
    }

    /** The same with this option of the Java machine, such as {@code -Xmx256m}. */
    static TrailbridgeProcess startWith(String option, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                FOLDER.resolve("trailbridge.jar").toString()));
        command.addAll(List.of(arguments));
        Path folder = Files.createTempDirectory("trailbridge");
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new TrailbridgeProcess(builder.start(), output);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: no shutdown hook runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM, as an orchestrator stops it. */
    void terminate() {
        process.destroy();
    }

    /** The exit code; fails when the process does not end within so many seconds. */
    int exitCode(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + seconds + " s:\n" + output());
        }
        return process.exitValue();
    }

    /** The most memory that the process has had at once, in bytes, where the system tells it. */
    OptionalLong largestResidentBytes() throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.exists(status)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        }
    }

    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
