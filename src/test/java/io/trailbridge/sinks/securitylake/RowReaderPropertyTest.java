package io.trailbridge.sinks.securitylake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Rows generated from the schema itself, with every type, list and null where it may be. */
class RowReaderPropertyTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] TEXTS = {
        "", "a", "\"\\/\b\f\n\r\t\u0001", "\u00e9\u4e2d\ud83d\ude00", "x".repeat(9_000)
    };

    @Property(tries = 60)
    void whatPassesTheCheckIsReadBackAsItWas(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        LakeClass lakeClass = LakeClass.values()[random.nextInt(4)];
        String version = random.nextBoolean() ? "1.3.0" : "1.7.0";
        LakeSchema schema = LakeSchema.of(version, lakeClass.uid());
        LakeRows rows = new LakeRows(version, "lake");
        List<LakeRow> written = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(20); i++) {
            ObjectNode event = object(schema.columns(), random, 0);
            event.put("class_uid", lakeClass.uid()).put("time", random.nextInt());
            event.put("time", Math.abs(event.get("time").longValue()));
            LakeRow row = rows.row(random.nextBoolean() ? event.toString() : event.toPrettyString());
            assertNull(row.refusal(), () -> row.refusal().getMessage());
            written.add(row);
        }
        List<JsonNode> read = LakeFile.read(RowWriterTest.file(written, schema)).rows();
        assertEquals(written.size(), read.size());
        for (int i = 0; i < read.size(); i++) {
            JsonNode event = LakeEvents.json(written.get(i).json());
            assertTrue(LakeFile.isSame(event, read.get(i)), event + "\nread as\n" + read.get(i));
        }
    }

    private static ObjectNode object(Map<String, Column> columns, Random random, int depth) {
        ObjectNode object = NODES.objectNode();
        for (Column column : columns.values()) {
            if (random.nextInt(6 + 4 * depth) == 0) {
                object.set(column.name(), column.list() ? list(column, random, depth) : value(column, random, depth));
            }
        }
        return object;
    }

    private static ArrayNode list(Column column, Random random, int depth) {
        ArrayNode list = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(random.nextInt(8) == 0 ? NODES.nullNode() : value(column, random, depth));
        }
        return list;
    }

    private static JsonNode value(Column column, Random random, int depth) {
        if (random.nextInt(10) == 0 && !column.list()) {
            return NODES.nullNode();
        }
        return switch (column.type()) {
            case OBJECT -> object(column.columns(), random, depth + 1);
            case INT -> NODES.numberNode(random.nextInt());
            case LONG -> NODES.numberNode(random.nextLong());
            case DOUBLE -> random.nextBoolean() ? NODES.numberNode(random.nextInt()) : NODES.numberNode(0.5);
            case BOOLEAN -> NODES.booleanNode(random.nextBoolean());
            case TEXT -> NODES.textNode(TEXTS[random.nextInt(TEXTS.length)]);
            case JSON -> freeForm(random);
        };
    }

    private static JsonNode freeForm(Random random) {
        return switch (random.nextInt(5)) {
            case 0 ->
                NODES.objectNode()
                        .put("class_uid", 7)
                        .set("a", NODES.arrayNode().add(1).add("]}").addNull());
            case 1 -> NODES.textNode(TEXTS[random.nextInt(TEXTS.length)]);
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> NODES.booleanNode(true);
            default -> NODES.objectNode();
        };
    }
}
