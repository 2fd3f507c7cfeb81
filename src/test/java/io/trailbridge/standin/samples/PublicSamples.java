package io.trailbridge.standin.samples;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The vendor's published messages. They are not part of the project: a test of them is skipped where they are not. */
public final class PublicSamples {
    private static final Path FOLDER = Path.of("../shared/samples");
    private static final Set<String> DEFENDER = Set.of(
            "alerts", "assessments", "subassessments", "securescores", "securescorecontrols", "regulatorycompliance");
    private static final ObjectMapper JSON = new ObjectMapper();

    private PublicSamples() {}

    /** The first statement of a test that reads them. */
    public static void assumeHere() {
        assumeTrue(Files.isDirectory(FOLDER), "the vendor's published messages (" + FOLDER + ") are not here");
    }

    /** Those files of JSON; one element even where there are none, so that the test is shown as skipped. */
    public static Stream<Path> orNothing(Predicate<Path> which) {
        if (!Files.isDirectory(FOLDER)) {
            return Stream.of(FOLDER);
        }
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json")).filter(which).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A message of Defender for Cloud, not one of Event Grid, of flow logs or a part of one. */
    public static boolean isDefender(Path file) {
        return DEFENDER.contains(file.getParent().getFileName().toString())
                || file.getFileName().toString().contains("activitylog");
    }

    public static Path file(String name) {
        return FOLDER.resolve(name);
    }

    public static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
