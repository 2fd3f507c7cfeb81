package io.trailbridge.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dschemas.write=true} regenerates the files where the published schemas are available. */
class SchemaFactsTest {
    private static final Path PUBLISHED = Path.of("../shared/schemas");
    private static final Path FACTS = Path.of("src/test/resources/schemas");
    private static final int LARGEST = 1_000_000;

    /** No test where the published schemas are not at hand: the facts stand for them. */
    @TestFactory
    Stream<DynamicTest> theFactsAreThoseOfThePublishedSchemas() throws IOException {
        if (!Files.isDirectory(PUBLISHED)) {
            return Stream.empty();
        }
        Map<String, String> facts = SchemaFacts.of(PUBLISHED);
        if (Boolean.getBoolean("schemas.write")) {
            for (Map.Entry<String, String> file : facts.entrySet()) {
                Files.writeString(FACTS.resolve(file.getKey()), file.getValue());
            }
        }
        Map<String, String> kept = kept();
        Set<String> names = new TreeSet<>(facts.keySet());
        names.addAll(kept.keySet());
        return names.stream()
                .map(
                        name -> dynamicTest(
                                name,
                                () -> assertTrue(
                                        facts.containsKey(name)
                                                && facts.get(name).equals(kept.get(name)),
                                        name
                                                + " says something else than what is published: run this test with -Dschemas.write=true")));
    }

    @Test
    void theyAreSmallEnoughToKeep() throws IOException {
        int bytes = kept().values().stream().mapToInt(String::length).sum();
        assertTrue(bytes < LARGEST, bytes + " bytes");
    }

    @Test
    void proseIsLeftOutWhereItStandsAndAFieldOfThatNameIsNot(@TempDir Path folder) throws IOException {
        publish(
                folder,
                "{'$id':'i','title':'T','type':'object','properties':{'title':{'description':'d','type':'string',"
                        + "'maxLength':5},'description':{'anyOf':[{'$comment':'c','const':'title'}]}}}");
        assertEquals(
                "{'type':'object','properties':{'title':{'type':'string','maxLength':5},"
                        + "'description':{'anyOf':[{'const':'title'}]}}}",
                SchemaFacts.of(folder).get(SchemaFacts.ASFF).replace('"', '\''));
    }

    @Test
    void aKeywordOfWhichIsNotKnownWhetherItIsProseIsRefused(@TempDir Path folder) throws IOException {
        publish(folder, "{'type':'object','properties':{'a':{'examples':['a sentence']}}}");
        String message =
                assertThrows(IOException.class, () -> SchemaFacts.of(folder)).getMessage();
        assertTrue(message.contains("examples") && message.endsWith("prose"), message);
    }

    @Test
    void eachSchemaStillRefusesWhatItsFormatDoes() {
        ObjectNode nothing = new ObjectMapper().createObjectNode();
        assertFalse(PublishedSchemas.asffFaults(nothing).isEmpty());
        assertFalse(PublishedSchemas.eventDataFaults(nothing).isEmpty());
        for (String version : List.of("1.3.0", "1.7.0")) {
            for (int classUid : List.of(2002, 2003, 2004, 4001, 6003)) {
                List<String> faults = PublishedSchemas.ocsfFaults(
                        version, nothing.deepCopy().put("class_uid", classUid).put("surprise", 1));
                assertTrue(faults.stream().anyMatch(fault -> fault.contains("surprise")), faults.toString());
                assertTrue(faults.stream().anyMatch(fault -> fault.contains("metadata")), faults.toString());
            }
        }
    }

    private static Map<String, String> kept() throws IOException {
        Map<String, String> kept = new TreeMap<>();
        try (Stream<Path> files = Files.list(FACTS)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                kept.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return kept;
    }

    private static void publish(Path folder, String asff) throws IOException {
        Files.writeString(folder.resolve("asff.schema.json"), asff.replace('\'', '"'));
        Files.writeString(folder.resolve("cloudtrail-eventdata.schema.json"), "{}");
    }
}
