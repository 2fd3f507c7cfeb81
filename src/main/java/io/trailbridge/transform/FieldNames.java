package io.trailbridge.transform;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The canonical name by which mappings know each field of the source, read from {@code mappings/field-names.txt}.
 */
final class FieldNames {
    private static final String TABLE = "field-names.txt";

    /** How a field's value is treated. */
    enum Content {
        PLAIN,
        /** May hold a placeholder value. */
        WORD,
        /** Holds field names that are not the source's own. */
        FOREIGN_NAMES
    }

    /** Whether objects and arrays may arrive as stringified JSON. */
    enum Stringified {
        NONE,
        /** The field itself may be stringified. */
        OWN,
        /** Unknown fields within it may be stringified as well. */
        ALL_WITHIN
    }

    /**
     * @param own whether this is the canonical name itself
     * @param alias whether this is another name for the field
     */
    record Field(String name, Content content, boolean own, boolean alias, Stringified stringified) {
        Field otherwise() {
            return own ? new Field(name, content, false, alias, stringified) : this;
        }
    }

    private static final Map<String, Field> BY_NAME = new HashMap<>();
    private static final Map<String, Field> OF_ALERTS = new HashMap<>();

    /** Length of the longest known name; a longer one is not looked up, so that no lower-case copy of it is made. */
    private static final int LONGEST;

    static {
        load();
        LONGEST = OF_ALERTS.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    private FieldNames() {}

    /** Returns the field of this name, in any letter case; null if it is not known. */
    static Field of(String name) {
        return of(BY_NAME, name);
    }

    /** Returns the same for an alert's own field. */
    static Field ofAlert(String name) {
        return of(OF_ALERTS, name);
    }

    /** Returns whether the name is no longer than the longest known name. */
    static boolean isShort(String name) {
        return name.length() <= LONGEST;
    }

    private static Field of(Map<String, Field> fields, String name) {
        Field exact = fields.get(name);
        if (exact != null) {
            return exact;
        }
        if (Enrichment.isOne(name)) {
            return new Field(name, Content.PLAIN, true, false, Stringified.OWN);
        }
        Field folded = isShort(name) ? fields.get(name.toLowerCase(Locale.ROOT)) : null;
        return folded == null ? null : folded.otherwise();
    }

    private static void load() {
        List<MappingTable.Row> rows = MappingTable.rows(TABLE);
        rows.stream().filter(row -> !isOfAlert(row)).forEach(row -> add(BY_NAME, row));
        OF_ALERTS.putAll(BY_NAME);
        rows.stream().filter(FieldNames::isOfAlert).forEach(row -> add(OF_ALERTS, row));
    }

    private static boolean isOfAlert(MappingTable.Row row) {
        return row.text("where").equals("alert");
    }

    private static void add(Map<String, Field> fields, MappingTable.Row row) {
        String own = row.text("name");
        String alias = row.text("alias of");
        Field field = new Field(
                (alias.isEmpty() ? own : alias).intern(),
                row.constant("content", Content.class).orElse(Content.PLAIN),
                alias.isEmpty(),
                !alias.isEmpty(),
                row.constant("json", Stringified.class).orElse(Stringified.NONE));
        // The two letter cases used on the wire are found without making a lower-case copy and, since the parser
        // interns names as well, without comparing chars.
        Field otherwise = field.otherwise();
        fields.put((Character.toUpperCase(own.charAt(0)) + own.substring(1)).intern(), otherwise);
        fields.put(own.toLowerCase(Locale.ROOT), otherwise);
        fields.put(own.intern(), field);
    }
}
