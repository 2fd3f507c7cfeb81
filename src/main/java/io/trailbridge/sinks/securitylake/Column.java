package io.trailbridge.sinks.securitylake;

import io.trailbridge.transform.ocsf.OcsfSchema.Field;
import io.trailbridge.transform.ocsf.OcsfSchema.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One attribute as a place in the Parquet schema.
 *
 * @param index its place among the fields of its group
 * @param columns by name, those of an object; empty for anything else
 */
record Column(String name, int index, Type type, boolean list, Map<String, Column> columns) {
    static Map<String, Column> of(List<Field> fields) {
        Map<String, Column> columns = new HashMap<>();
        for (Field field : fields) {
            columns.put(field.name(),
                    new Column(field.name(), columns.size(), field.type(), field.list(), of(field.fields())));
        }
        return columns;
    }

    /** The columns in the schema's order. */
    static List<Column> inOrder(Map<String, Column> columns) {
        List<Column> ordered = new ArrayList<>(columns.values());
        ordered.sort((a, b) -> Integer.compare(a.index, b.index));
        return ordered;
    }
}
