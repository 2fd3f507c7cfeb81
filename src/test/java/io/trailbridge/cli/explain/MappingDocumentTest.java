package io.trailbridge.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code -Dmapping.write=true} regenerates the files. */
@Tag("slow")
class MappingDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/mapping.md");
    private static final Path SOURCES = Path.of("src/main/resources/mappings/sources.txt");

    private static MappingTables tables;

    @BeforeAll
    static void tryTheMappings() throws IOException {
        tables = new MappingTables();
        if (Boolean.getBoolean("mapping.write")) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, tables.document());
            Files.writeString(SOURCES, tables.sources());
        }
    }

    @Test
    void theDocumentSaysWhatTheMappingsDo() throws IOException {
        assertEquals(Files.readString(DOCUMENT), tables.document());
    }

    @Test
    void whatExplainKnowsIsWhatTheMappingsDo() throws IOException {
        assertEquals(Files.readString(SOURCES), tables.sources());
    }
}
