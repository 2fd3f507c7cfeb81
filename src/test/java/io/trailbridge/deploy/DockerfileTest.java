package io.trailbridge.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The image as an operator relies on it, read from the Dockerfile, which cannot be built without a Docker engine. */
class DockerfileTest {
    private final List<String> lines;

    DockerfileTest() throws IOException {
        lines = Files.readAllLines(Path.of("Dockerfile")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    @Test
    void theBaseIsAnArgumentWithAPublicDefault() {
        assertTrue(lines.get(0).matches("ARG JRE=[a-z0-9/.-]+:[a-z0-9.-]+"), lines.get(0));
        assertEquals("FROM ${JRE}", lines.get(1));
    }

    @Test
    void theUserIsNumericAndNotRoot() {
        assertTrue(rest("USER").matches("[1-9]\\d*:[1-9]\\d*"), rest("USER"));
    }

    @Test
    void javaIsTheFirstProcessSoThatItGetsTheSignal() throws IOException {
        JsonNode words = new ObjectMapper().readTree(rest("ENTRYPOINT"));

        assertTrue(words.isArray(), "a shell would be the first process: " + words);
        assertEquals("java", words.get(0).asText());
        assertEquals("SIGTERM", rest("STOPSIGNAL"));
    }

    @Test
    void itStartsTheJarOfTheFolderThatTheBuildMakes() throws IOException {
        String[] copy = rest("COPY").split(" ");
        List<String> words = StreamSupport.stream(
                        new ObjectMapper().readTree(rest("ENTRYPOINT")).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        String pom = Files.readString(Path.of("pom.xml"));

        assertEquals("target/trailbridge/", copy[0]);
        assertTrue(pom.contains("<package.directory>${project.build.directory}/trailbridge</package.directory>"));
        assertTrue(pom.contains("<finalName>trailbridge</finalName>"));
        assertEquals(copy[1] + "trailbridge.jar", words.get(words.indexOf("-jar") + 1));
    }

    @Test
    void theFolderIsTheOnlyThingInTheBuildContext() throws IOException {
        List<String> ignore = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();

        assertEquals(List.of("*", "!target/trailbridge"), ignore);
        assertFalse(lines.stream().anyMatch(line -> line.startsWith("ADD ")), "ADD");
    }

    /** What follows the one instruction of this name. */
    private String rest(String instruction) {
        List<String> found = lines.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .toList();
        assertEquals(1, found.size(), instruction);
        return found.get(0).substring(instruction.length() + 1);
    }
}
