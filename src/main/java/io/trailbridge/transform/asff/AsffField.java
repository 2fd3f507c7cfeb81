package io.trailbridge.transform.asff;

import io.trailbridge.transform.MappingTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values that one field of a finding may hold, as listed in {@code mappings/asff/fields.txt}.
 *
 * @param children the fields of an object; for an array only one, that of its elements, under {@value #ELEMENT}
 * @param requiredChildren the names of the fields that an object must have
 */
record AsffField(
        Type type,
        boolean required,
        List<Integer> limits,
        Set<String> values,
        Map<String, AsffField> children,
        List<String> requiredChildren) {
    private static final String TABLE = "asff/fields.txt";
    private static final String ELEMENT = "[]";

    enum Type {
        TEXT,
        KEY,
        ONE_OF,
        TIME,
        LINK,
        TYPE,
        INTEGER,
        NUMBER,
        LIST,
        MAP,
        REST,
        OBJECT,
        FREE
    }

    /** The finding itself. */
    static final AsffField FINDING = load();

    private AsffField(Type type, boolean required, List<Integer> limits, Set<String> values) {
        this(type, required, limits, values, new LinkedHashMap<>(), new ArrayList<>());
    }

    AsffField element() {
        return children.get(ELEMENT);
    }

    private static AsffField load() {
        AsffField finding = new AsffField(Type.OBJECT, true, List.of(), Set.of());
        MappingTable.rows(TABLE).forEach(finding::add);
        return finding;
    }

    private void add(MappingTable.Row row) {
        List<String> path = new ArrayList<>(
                List.of(row.text("path").replace(ELEMENT, "." + ELEMENT).split("\\.")));
        String name = path.remove(path.size() - 1);
        AsffField parent = this;
        for (String step : path) {
            parent = parent.children.get(step);
        }
        boolean required = row.text("required").equals("yes");
        parent.children.put(
                name,
                new AsffField(
                        row.constant("type", Type.class).orElseThrow(),
                        required,
                        row.words("limits").stream().map(Integer::valueOf).toList(),
                        Set.copyOf(row.words("values"))));
        if (required) {
            parent.requiredChildren.add(name);
        }
    }
}
