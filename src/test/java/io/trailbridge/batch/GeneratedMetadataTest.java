package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The build first copies the committed metadata of our components to the classes, then regenerates it from the sources:
 * the two are the same, or what is committed (and would be in the jar) is stale.
 */
class GeneratedMetadataTest {
    private static final Path GENERATED = Path.of("src/generated/resources");

    @Test
    void theCommittedMetadataIsThatOfTheSources() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(GENERATED)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        assertTrue(files.size() > 5, "generated files: " + files);
        for (Path file : files) {
            Path copy = Path.of("target/classes").resolve(GENERATED.relativize(file));
            assertEquals(
                    Files.readString(file),
                    Files.readString(copy),
                    () -> file + " was stale: build again and commit src/generated");
        }
    }

    @Test
    void nothingIsCommittedForAPackageThatIsGone() throws IOException {
        Path java = Path.of("src/generated/java");
        try (Stream<Path> walk = Files.walk(java)) {
            List<Path> left = walk.filter(Files::isRegularFile)
                    .filter(file -> !Files.isDirectory(Path.of("src/main/java")
                            .resolve(java.relativize(file).getParent())))
                    .toList();

            assertEquals(List.of(), left);
        }
    }

    @Test
    void everyServiceNamesAClassThatIsThere() throws IOException {
        try (Stream<Path> walk = Files.walk(GENERATED.resolve("META-INF/services"))) {
            for (Path service : walk.filter(Files::isRegularFile).toList()) {
                String named = Files.readAllLines(service).stream()
                        .filter(line -> line.startsWith("class="))
                        .map(line -> line.substring("class=".length()))
                        .findFirst()
                        .orElseThrow();
                Path source = Path.of(named.replace('.', '/') + ".java");

                assertTrue(
                        Stream.of("src/main/java", "src/generated/java")
                                .anyMatch(root -> Files.exists(Path.of(root).resolve(source))),
                        () -> service + ": " + named);
            }
        }
    }
}
