package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.transform.MappingTable.Row;
import io.trailbridge.transform.MappingTable.Section;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTableTest {
    private static final String TABLE = """
            # A comment.

            name | time unit | words
            Id   | milliseconds
            [one]
            # Another.
            a | days | x  y z
            b ||x
            [two] like one
            """;

    private final List<Section> sections = MappingTable.parse("table.txt", TABLE);

    @Test
    void rowsBelongToTheSectionAboveThem() {
        assertEquals(
                List.of("", "one", "two"), sections.stream().map(Section::name).toList());
        assertEquals(
                List.of("", "", "like one"),
                sections.stream().map(Section::note).toList());
        assertEquals(
                List.of(1, 2, 0),
                sections.stream().map(section -> section.rows().size()).toList());
    }

    @Test
    void cellsHaveTheNamesOfTheirColumns() {
        Row a = sections.get(1).rows().get(0);

        assertEquals("a", a.text("name"));
        assertEquals(List.of("x", "y", "z"), a.words("words"));
        assertEquals(Optional.of(TimeUnit.DAYS), a.constant("time unit", TimeUnit.class));
        assertThrows(IllegalArgumentException.class, () -> a.text("Name"));
    }

    @Test
    void aCellMayBeEmptyOrLeftOut() {
        Row first = sections.get(0).rows().get(0);
        Row b = sections.get(1).rows().get(1);

        assertEquals("", first.text("words"));
        assertEquals(List.of(), first.words("words"));
        assertEquals(Optional.empty(), b.constant("time unit", TimeUnit.class));
        assertEquals("x", b.text("words"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a | b | c", "[a"})
    void aLineThatDoesNotFitIsNamed(String line) {
        String message = assertThrows(
                        IllegalStateException.class,
                        () -> MappingTable.parse("table.txt", "# Two columns\nname | type\n" + line))
                .getMessage();

        assertTrue(message.startsWith("line 3 of /mappings/table.txt "), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"field-names.txt", "ocsf-fields.txt", "sources.txt", "asff/fields.txt"})
    void theTablesBesideTheMappingsHaveTheFormat(String name) {
        assertFalse(MappingTable.rows(name).isEmpty());
    }
}
