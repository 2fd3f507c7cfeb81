package io.trailbridge.transform.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.text.Texts;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Copies a value so that each object occurs only once. An object that occurs in several places, such as the host to
 * which all entities of an alert refer, is written in full at the first place; the other places hold a reference to it:
 * {@code {"$ref": "entities[0]"}}. Parts that need no change are not copied.
 */
public final class SharedObjects {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Longer paths are cut: they contain names given by the source, which may have any length. */
    private static final int LONGEST_PATH = 512;

    /** The place of a container: a field of its parent, or the element of that index if the name is null. */
    private record Place(Place parent, String name, int index) {
        void write(StringBuilder path) {
            if (parent != null) {
                parent.write(path);
            }
            if (name == null) {
                path.append('[').append(index).append(']');
            } else {
                int end = Math.min(name.length(), Math.max(0, LONGEST_PATH + 1 - path.length()));
                path.append(path.isEmpty() ? "" : ".").append(name, 0, end);
            }
        }
    }

    private static final Place NOWHERE = new Place(null, null, 0);

    private final Map<JsonNode, Place> places = new IdentityHashMap<>();
    private final boolean sparing;

    /** @param sparing whether values without content are left out */
    private SharedObjects(boolean sparing) {
        this.sparing = sparing;
    }

    /**
     * Copies the object also without nulls, blank strings and empty containers. Returns the object itself if nothing
     * changes, null if nothing is left. Placeholder values stay: deep in an object they are values that the source
     * gave.
     */
    public static JsonNode sparing(ObjectNode object) {
        return new SharedObjects(true).object(object, null);
    }

    /** Returns these objects, of which the n-th is going to be at {@code list[n].field}. */
    public static List<JsonNode> each(List<JsonNode> objects, String list, String field) {
        SharedObjects once = new SharedObjects(false);
        Place place = new Place(null, list, 0);
        List<JsonNode> copies = new ArrayList<>(objects.size());
        for (JsonNode object : objects) {
            copies.add(once.copyOf(object, new Place(place, null, copies.size()), field, 0));
        }
        return copies;
    }

    /** Returns the copy of a value, null if it is left out. */
    private JsonNode copyOf(JsonNode value, Place parent, String name, int index) {
        if (value.isContainerNode() && value.isEmpty()) {
            return sparing ? null : value;
        }
        if (value.isObject()) {
            Place place = new Place(parent, name, index);
            Place first = places.putIfAbsent(value, place);
            if (first != null) {
                return first == NOWHERE ? null : reference(first);
            }
            JsonNode copied = object((ObjectNode) value, place);
            if (copied == null) {
                places.put(value, NOWHERE);
            }
            return copied;
        }
        if (value.isArray()) {
            return array((ArrayNode) value, new Place(parent, name, index));
        }
        return sparing && (value.isNull() || value.isTextual() && Texts.isBlank(value.textValue())) ? null : value;
    }

    private static JsonNode reference(Place place) {
        StringBuilder path = new StringBuilder();
        place.write(path);
        return NODES.objectNode()
                .put(
                        "$ref",
                        path.length() <= LONGEST_PATH
                                ? path.toString()
                                : Texts.cut(path.toString(), LONGEST_PATH) + "\u2026");
    }

    private JsonNode object(ObjectNode value, Place place) {
        ObjectNode copy = null;
        int same = 0;
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode copied = copyOf(field.getValue(), place, field.getKey(), 0);
            if (copy == null && copied == field.getValue()) {
                same++;
                continue;
            }
            if (copy == null) {
                copy = first(value, same);
            }
            if (copied != null) {
                copy.set(field.getKey(), copied);
            }
        }
        ObjectNode left = copy == null ? value : copy;
        return sparing && left.isEmpty() ? null : left;
    }

    private static ObjectNode first(ObjectNode value, int count) {
        ObjectNode copy = NODES.objectNode();
        Iterator<Map.Entry<String, JsonNode>> fields = value.properties().iterator();
        for (int i = 0; i < count; i++) {
            Map.Entry<String, JsonNode> field = fields.next();
            copy.set(field.getKey(), field.getValue());
        }
        return copy;
    }

    private JsonNode array(ArrayNode value, Place place) {
        ArrayNode copy = null;
        for (int i = 0; i < value.size(); i++) {
            // The index in the resulting array, as its reader counts.
            JsonNode copied = copyOf(value.get(i), place, null, copy == null ? i : copy.size());
            if (copy == null && copied == value.get(i)) {
                continue;
            }
            if (copy == null) {
                copy = NODES.arrayNode(value.size());
                for (int k = 0; k < i; k++) {
                    copy.add(value.get(k));
                }
            }
            if (copied != null) {
                copy.add(copied);
            }
        }
        ArrayNode left = copy == null ? value : copy;
        return sparing && left.isEmpty() ? null : left;
    }
}
