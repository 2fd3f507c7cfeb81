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
 * A value with each object only once. An object that stands in several places, as the host that all entities of an
 * alert refer to, is whole in the first; the others hold where that is: {@code {"$ref": "entities[0]"}}. What is as it
 * should be is not copied.
 */
public final class SharedObjects {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Of a longer path only the beginning: the source's names, which are part of it, may be of any length. */
    private static final int LONGEST_PATH = 512;

    /** Of a container: a field of its parent, or its element of that index where the name is null. */
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

    /** @param sparing whether what holds nothing is left out */
    private SharedObjects(boolean sparing) {
        this.sparing = sparing;
    }

    /**
     * Also without nulls, blank texts and empty containers: the object itself when it is so already, null when nothing
     * is left. A word for nothing stays: deep in an object it is a value that the source gave.
     */
    public static JsonNode sparing(ObjectNode object) {
        return new SharedObjects(true).object(object, null);
    }

    /** These objects, of which the n-th is going to stand at {@code list[n].field}. */
    public static List<JsonNode> each(List<JsonNode> objects, String list, String field) {
        SharedObjects once = new SharedObjects(false);
        Place place = new Place(null, list, 0);
        List<JsonNode> said = new ArrayList<>(objects.size());
        for (JsonNode object : objects) {
            said.add(once.said(object, new Place(place, null, said.size()), field, 0));
        }
        return said;
    }

    /** Null for what is left out. */
    private JsonNode said(JsonNode value, Place parent, String name, int index) {
        if (value.isContainerNode() && value.isEmpty()) {
            return sparing ? null : value;
        }
        if (value.isObject()) {
            Place place = new Place(parent, name, index);
            Place first = places.putIfAbsent(value, place);
            if (first != null) {
                return first == NOWHERE ? null : reference(first);
            }
            JsonNode said = object((ObjectNode) value, place);
            if (said == null) {
                places.put(value, NOWHERE);
            }
            return said;
        }
        if (value.isArray()) {
            return array((ArrayNode) value, new Place(parent, name, index));
        }
        return sparing && (value.isNull() || value.isTextual() && Texts.isBlank(value.textValue())) ? null : value;
    }

    public static boolean isNothing(String text) {
        int length = text.length();
        if (length > Texts.LONGEST_NOTHING && Texts.isMark(text.charAt(0)) && Texts.isMark(text.charAt(length - 1))) {
            // Nearly all texts: there is nothing to strip, and no word is as long.
            return text.charAt(0) == '0' && Texts.standsForNothing(text);
        }
        return text.isBlank() || Texts.standsForNothing(text.strip());
    }

    private static JsonNode reference(Place place) {
        StringBuilder path = new StringBuilder();
        place.write(path);
        return NODES.objectNode().put("$ref", path.length() <= LONGEST_PATH ? path.toString()
                : Texts.cut(path.toString(), LONGEST_PATH) + "\u2026");
    }

    private JsonNode object(ObjectNode value, Place place) {
        ObjectNode copy = null;
        int same = 0;
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode said = said(field.getValue(), place, field.getKey(), 0);
            if (copy == null && said == field.getValue()) {
                same++;
                continue;
            }
            if (copy == null) {
                copy = first(value, same);
            }
            if (said != null) {
                copy.set(field.getKey(), said);
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
            // The index in what is left, as a reader of it counts.
            JsonNode said = said(value.get(i), place, null, copy == null ? i : copy.size());
            if (copy == null && said == value.get(i)) {
                continue;
            }
            if (copy == null) {
                copy = NODES.arrayNode(value.size());
                for (int k = 0; k < i; k++) {
                    copy.add(value.get(k));
                }
            }
            if (said != null) {
                copy.add(said);
            }
        }
        ArrayNode left = copy == null ? value : copy;
        return sparing && left.isEmpty() ? null : left;
    }
}
