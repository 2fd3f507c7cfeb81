package io.trailbridge.cli.explain;

import io.trailbridge.transform.MappingTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The top-level fields that the mappings of Trailbridge can produce, and the event fields that they come from:
 * {@code mappings/sources.txt}, written by running the mappings on sample events.
 */
final class KnownSources {
    private static final String TABLE = "sources.txt";

    private final Map<String, Map<String, List<String>>> byKind;

    private KnownSources(Map<String, Map<String, List<String>>> byKind) {
        this.byKind = byKind;
    }

    /** @param target the name of the target, such as {@code ocsf-1.3.0} */
    static KnownSources of(String target) {
        Map<String, Map<String, List<String>>> byKind = new LinkedHashMap<>();
        MappingTable.rows(TABLE).stream()
                .filter(row -> row.text("target").equals(target))
                .forEach(row -> byKind.computeIfAbsent(row.text("kind"), any -> new LinkedHashMap<>())
                        .put(row.text("field"), row.words("fields of events")));
        return new KnownSources(byKind);
    }

    /** Returns the fields of the result with the event fields that they come from, in the order of the events. */
    Map<String, List<String>> ofKind(String kind) {
        return byKind.getOrDefault(kind, Map.of());
    }

    /**
     * Returns the names of a field in lower case, because events write names in any case. A field in {@code properties}
     * is also included without that prefix, because alerts have both.
     */
    static List<String> spellings(SourceField field) {
        String name = field.toString().toLowerCase(Locale.ROOT);
        return name.startsWith("properties.") ? List.of(name, name.substring("properties.".length())) : List.of(name);
    }
}
