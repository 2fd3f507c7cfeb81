package io.trailbridge.transform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the tables in text files beside the mappings. All of them have one format, in UTF-8:
 *
 * <pre>
 * # A comment: the file explains its columns here.
 * name | type | limits
 * [section] note
 * Id   | key  | 512
 * Note | text
 * </pre>
 *
 * The first line that is no comment names the columns. Each further line is a row, with its cells in their order; empty
 * cells at the end may be left out, spaces around cells do not count. A row belongs to the section above it; rows above
 * the first section belong to one without a name. Blank lines do not count. Immutable.
 */
public final class MappingTable {
    private static final String FOLDER = "/mappings/";

    private final String name;
    private final List<String> columns;
    private final List<Section> sections = new ArrayList<>();

    /** @param note the rest of its line after the name; may be empty */
    public record Section(String name, String note, List<Row> rows) {}

    /** The cells of a line. */
    public static final class Row {
        private final Map<String, String> cells = new HashMap<>();

        /** Returns a cell, empty when there is nothing in it. */
        public String text(String column) {
            String text = cells.get(column);
            if (text == null) {
                throw new IllegalArgumentException("there is no column " + column + " beside " + cells.keySet());
            }
            return text;
        }

        /** Returns the words of a cell, none when there is nothing in it. */
        public List<String> words(String column) {
            return text(column).isEmpty() ? List.of() : List.of(text(column).split(" +"));
        }

        /** Returns the constant that a cell names in lower case with hyphens; empty when there is nothing in it. */
        public <E extends Enum<E>> Optional<E> constant(String column, Class<E> type) {
            return Optional.of(text(column))
                    .filter(text -> !text.isEmpty())
                    .map(text ->
                            Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')));
        }
    }

    private MappingTable(String name, List<String> columns) {
        this.name = name;
        this.columns = columns;
    }

    /** Returns the sections of a file in the folder of the mappings, such as {@code asff/fields.txt}. */
    public static List<Section> sections(String name) {
        try (InputStream stream = MappingTable.class.getResourceAsStream(FOLDER + name)) {
            return parse(name, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FOLDER + name, e);
        }
    }

    /** Returns the rows of all sections. */
    public static List<Row> rows(String name) {
        return sections(name).stream()
                .flatMap(section -> section.rows().stream())
                .toList();
    }

    /** @param name the file, for the message about a line that is wrong */
    static List<Section> parse(String name, String text) {
        MappingTable table = null;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (table == null) {
                table = new MappingTable(name, cells(line));
            } else {
                table.add(line, number);
            }
        }
        return table == null ? List.of() : List.copyOf(table.sections);
    }

    private void add(String line, int number) {
        if (line.startsWith("[")) {
            int end = line.indexOf(']');
            if (end < 0) {
                throw wrong(number, "begins a section without an end");
            }
            sections.add(
                    new Section(line.substring(1, end), line.substring(end + 1).strip(), new ArrayList<>()));
            return;
        }
        List<String> cells = cells(line);
        if (cells.size() > columns.size()) {
            throw wrong(number, "has " + cells.size() + " cells, but there are " + columns.size() + " columns");
        }
        if (sections.isEmpty()) {
            sections.add(new Section("", "", new ArrayList<>()));
        }
        Row row = new Row();
        for (int i = 0; i < columns.size(); i++) {
            row.cells.put(columns.get(i), i < cells.size() ? cells.get(i) : "");
        }
        sections.get(sections.size() - 1).rows().add(row);
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    }

    private IllegalStateException wrong(int number, String what) {
        return new IllegalStateException("line " + number + " of " + FOLDER + name + " " + what);
    }
}
