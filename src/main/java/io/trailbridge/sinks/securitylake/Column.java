package io.trailbridge.sinks.securitylake;

import io.trailbridge.transform.ocsf.OcsfSchema.Field;
import io.trailbridge.transform.ocsf.OcsfSchema.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One attribute and its place in the Parquet schema.
 *
 * @param index its index among the fields of its group
 * @param columns for an object, its attributes by name; empty for any other type
 */
record Column(String name, int index, Type type, boolean list, Map<String, Column> columns) {
    static Map<String, Column> of(List<Field> fields) {
        Map<String, Column> columns = new HashMap<>();
        for (Field field : fields) {
            columns.put(
                    field.name(),
                    new Column(field.name(), columns.size(), field.type(), field.list(), of(field.fields())));
        }
        return columns;
    }

    /** Returns the columns in the schema's order. */
    static List<Column> inOrder(Map<String, Column> columns) {
        List<Column> ordered = new ArrayList<>(columns.values());
        ordered.sort((a, b) -> Integer.compare(a.index, b.index));
        return ordered;
    }
}
