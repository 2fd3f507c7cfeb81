package io.trailbridge.sinks.securitylake;

import io.trailbridge.transform.ocsf.OcsfSchema;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The Parquet schema of one class and version of OCSF. It is the same for every object and never inferred from data,
 * because a Glue table is created from it. Every attribute that Trailbridge may write is a column, including those of
 * profiles; all are optional.
 *
 * <p>Times are int64 in milliseconds. Enumerated and other 32-bit numbers are int32. Arrays have the three levels of
 * the Parquet format. Objects are groups. Free-form JSON ({@code unmapped}, {@code data}) is stringified JSON in a
 * string column, and so is everything below the second level of a recursive object.
 *
 * @param columns the top-level columns by name
 */
record LakeSchema(MessageType type, Map<String, Column> columns) {
    private static final Map<String, LakeSchema> MADE = new ConcurrentHashMap<>();

    /**
     * Returns the schema of a class and version.
     *
     * @throws IllegalArgumentException for a class or version that Trailbridge does not write
     */
    static LakeSchema of(String version, int classUid) {
        return MADE.computeIfAbsent(version + "/" + classUid, key -> {
            Map<String, Column> columns = Column.of(OcsfSchema.of(version, classUid));
            return new LakeSchema(new MessageType("ocsf_" + classUid, fields(columns)), columns);
        });
    }

    private static List<Type> fields(Map<String, Column> columns) {
        return Column.inOrder(columns).stream().map(LakeSchema::field).toList();
    }

    private static Type field(Column column) {
        return column.list()
                ? Types.optionalList().element(value(column, "element")).named(column.name())
                : value(column, column.name());
    }

    private static Type value(Column column, String name) {
        return switch (column.type()) {
            case OBJECT ->
                Types.optionalGroup()
                        .addFields(fields(column.columns()).toArray(Type[]::new))
                        .named(name);
            case INT -> Types.optional(PrimitiveTypeName.INT32).named(name);
            case LONG -> Types.optional(PrimitiveTypeName.INT64).named(name);
            case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
            case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
            case TEXT, JSON ->
                Types.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(name);
        };
    }
}
