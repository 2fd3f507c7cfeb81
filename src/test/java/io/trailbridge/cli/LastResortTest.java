package io.trailbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.memory.OutOfMemory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class LastResortTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"worker", "pool", "reactor", "logged", "exchange"})
    @Timeout(120)
    void aProcessOutOfMemoryEndsAtOnceWithItsOwnExitCodeAndOneLine(String way) throws Exception {
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlog4j2.configurationFile=log4j2.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OutOfMemoryProcess.class.getName(),
                        way)
                .redirectError(errors.toFile())
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            assertTrue(process.waitFor(100, TimeUnit.SECONDS), "still running");
            String line = Files.readString(errors, StandardCharsets.UTF_8);

            assertEquals(OutOfMemory.EXIT_CODE, process.exitValue(), line);
            assertTrue(
                    line.matches("trailbridge: Java heap space: out of memory, exit code 70; [^\\n]*-Xmx[^\\n]*\\n"),
                    line);
        } finally {
            process.destroyForcibly();
        }
    }
}
