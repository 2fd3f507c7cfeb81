package io.trailbridge.transform.cloudtrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trailbridge.transform.json.JsonSize;
import io.trailbridge.transform.text.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Keeps an object within a size by dropping its largest parts, and names them in the object itself:
 * {@code "droppedFields": [{"field": "unmapped.supportingEvidence", "bytes": 40213}]}. Of an array the first elements
 * stay ({@code "keptItems": 12}), of a string its beginning ({@code "keptChars": 900}). Sizes are bytes of compact JSON
 * in UTF-8.
 */
final class SizeLimit {
    static final String DROPPED = "droppedFields";

    /**
     * The largest number of dropped parts of one object that are named individually. More are named together, or the
     * names would use up the space.
     */
    private static final int MAX_NAMED = 12;

    private static final int MAX_ROUNDS = 48;
    private static final int MAX_PATH = 160;

    /** The shortest beginning of a string that is worth keeping. */
    private static final int MIN_TEXT = 64;

    private final ObjectNode root;
    private final long limit;
    private final ArrayNode dropped;
    private long excess;

    private SizeLimit(ObjectNode root, long limit) {
        this.root = root;
        this.limit = limit;
        this.dropped = root.arrayNode();
    }

    /** Returns the object itself if it is small enough, else a copy that is. */
    static ObjectNode apply(ObjectNode object, long limit) {
        if (JsonSize.isWithin(object, limit)) {
            return object;
        }
        return new SizeLimit(object.deepCopy(), limit).shrink();
    }

    private ObjectNode shrink() {
        root.set(DROPPED, dropped);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            excess = JsonSize.of(root) - limit;
            if (excess <= 0) {
                return root;
            }
            // Space for the entry that names what this round drops.
            excess += 2 * MAX_PATH;
            dropFrom(root, "", largest(root));
        }
        long size = JsonSize.of(root);
        root.removeAll();
        dropped.removeAll();
        root.set(DROPPED, dropped);
        entry("*", size);
        return root;
    }

    /** Drops the excess from the object's largest field, or from one part of that field if the part is large enough. */
    private void dropFrom(ObjectNode object, String path, Map.Entry<String, JsonNode> largest) {
        if (largest == null) {
            return;
        }
        String name = largest.getKey();
        String field = path.isEmpty() ? name : path + "." + name;
        JsonNode value = largest.getValue();
        if (value.isObject() && !value.isEmpty()) {
            Map.Entry<String, JsonNode> within = largest((ObjectNode) value);
            if (JsonSize.ofField(within.getKey(), within.getValue()) >= excess) {
                dropFrom((ObjectNode) value, field, within);
            } else {
                dropFields(object, name, (ObjectNode) value, field);
            }
        } else if (value.isArray() && !value.isEmpty()) {
            dropElements(object, name, (ArrayNode) value, field);
        } else if (value.isTextual()) {
            cutText(object, name, value.textValue(), field);
        } else {
            drop(object, name, field);
        }
    }

    private void drop(ObjectNode object, String name, String field) {
        long size = JsonSize.ofField(name, object.get(name));
        object.remove(name);
        entry(field, size);
    }

    private void dropFields(ObjectNode parent, String name, ObjectNode object, String field) {
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(object.properties());
        List<Long> sizes = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            sizes.add(JsonSize.ofField(fields.get(i).getKey(), fields.get(i).getValue()));
            order.add(i);
        }
        order.sort(Comparator.comparing(sizes::get, Comparator.reverseOrder()));
        long freed = 0;
        int count = 0;
        while (count < order.size() && freed < excess) {
            freed += sizes.get(order.get(count++));
        }
        if (count == order.size()) {
            drop(parent, name, field);
            return;
        }
        for (int index : order.subList(0, count)) {
            object.remove(fields.get(index).getKey());
            if (count <= MAX_NAMED) {
                entry(field + "." + fields.get(index).getKey(), sizes.get(index));
            }
        }
        if (count > MAX_NAMED) {
            entry(field + ".*", freed).put("fields", count);
        }
    }

    private void dropElements(ObjectNode parent, String name, ArrayNode array, String field) {
        long freed = 0;
        int kept = array.size();
        while (kept > 0 && freed < excess) {
            freed += JsonSize.of(array.get(--kept)) + 1;
        }
        if (kept == 0) {
            drop(parent, name, field);
            return;
        }
        ArrayNode first = array.arrayNode(kept);
        for (int i = 0; i < kept; i++) {
            first.add(array.get(i));
        }
        parent.set(name, first);
        entry(field, freed).put("keptItems", kept);
    }

    private void cutText(ObjectNode object, String name, String text, String field) {
        long freed = 0;
        int kept = text.length();
        while (kept > 0 && freed < excess) {
            freed += JsonSize.ofChar(text.charAt(--kept));
        }
        String beginning = Texts.cut(text, kept);
        if (beginning.length() < MIN_TEXT) {
            drop(object, name, field);
            return;
        }
        object.set(name, TextNode.valueOf(beginning));
        entry(field, JsonSize.ofText(text) - JsonSize.ofText(beginning)).put("keptChars", beginning.length());
    }

    private ObjectNode entry(String field, long bytes) {
        String name = Texts.cut(field, MAX_PATH);
        for (JsonNode earlier : dropped) {
            if (earlier.get("field").textValue().equals(name)) {
                return ((ObjectNode) earlier).put("bytes", earlier.get("bytes").longValue() + bytes);
            }
        }
        return dropped.addObject().put("field", name).put("bytes", bytes);
    }

    private Map.Entry<String, JsonNode> largest(ObjectNode object) {
        Map.Entry<String, JsonNode> largest = null;
        long size = -1;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            long fieldSize = JsonSize.ofField(field.getKey(), field.getValue());
            if (fieldSize > size && field.getValue() != dropped) {
                largest = field;
                size = fieldSize;
            }
        }
        return largest;
    }
}
