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
 * The build first copies the committed metadata of our components to the classes, then writes it anew from the sources:
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
            assertEquals(Files.readString(file), Files.readString(copy),
                    () -> file + " was stale: build again and commit src/generated");
        }
    }
}
