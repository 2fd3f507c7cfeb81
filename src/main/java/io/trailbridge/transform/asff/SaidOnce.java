package io.trailbridge.transform.asff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.Texts;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * A value without what says nothing and with each object only once. An object that stands in several places, as the
 * host that all entities of an alert refer to, is whole in the first; the others hold {@code {"$ref": "entities[0]"}}.
 */
final class SaidOnce {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Of a container: a field of its parent, or its element of that index where the name is null. */
    private record Place(Place parent, String name, int index) {
        void write(StringBuilder path) {
            if (parent != null) {
                parent.write(path);
            }
            if (name == null) {
                path.append('[').append(index).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
    }

    private static final Place NOWHERE = new Place(null, null, 0);

    private final Map<JsonNode, Place> places = new IdentityHashMap<>();

    private SaidOnce() {}

    /** The object itself when it is so already, null when nothing is left. */
    static JsonNode of(ObjectNode object) {
        return new SaidOnce().object(object, null);
    }

    /** Null for what says nothing. */
    private JsonNode said(JsonNode value, Place parent, String name, int index) {
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
        return value.isNull() || value.isTextual() && isNothing(value.textValue()) ? null : value;
    }

    static boolean isNothing(String text) {
        return text.isBlank() || Texts.standsForNothing(text.strip());
    }

    private static JsonNode reference(Place place) {
        StringBuilder path = new StringBuilder();
        place.write(path);
        return NODES.objectNode().put("$ref", path.toString());
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
        return left.isEmpty() ? null : left;
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
        return left.isEmpty() ? null : left;
    }
}
