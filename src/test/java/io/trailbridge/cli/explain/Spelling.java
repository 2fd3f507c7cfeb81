package io.trailbridge.cli.explain;

import io.trailbridge.transform.MappingTable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The spelling of a source's name that mappings read, by {@code mappings/field-names.txt}. */
final class Spelling {
    private static final Map<String, String> KNOWN = load();

    private Spelling() {}

    static String of(String step) {
        boolean each = step.endsWith("[]");
        String name = each ? step.substring(0, step.length() - 2) : step;
        String known = KNOWN.get(name.toLowerCase(Locale.ROOT));
        return (known == null ? name : known) + (each ? "[]" : "");
    }

    private static Map<String, String> load() {
        Map<String, String> known = new HashMap<>();
        MappingTable.rows("field-names.txt")
                .forEach(row -> known.put(row.text("name").toLowerCase(Locale.ROOT), row.text("name")));
        return known;
    }
}
