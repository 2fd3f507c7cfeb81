package io.trailbridge.transform.cloudtrail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.text.Texts;
import java.util.Map;

/**
 * Removes placeholder values (None, Unknown, N/A) from the fields of {@code additionalEventData} that Trailbridge
 * itself names. Fields with a part of the event as received keep the source's words, and so do objects of the source,
 * such as a resource that is called None. Parts that need no change are not copied.
 */
final class AddedFields {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The longest string that is checked; a longer one is not a placeholder, not even with spaces around it. */
    private static final int LONGEST_WORD = 64;

    private AddedFields() {}

    /** Returns the object itself if all its fields have content, else a copy with those that do. */
    static ObjectNode withContent(ObjectNode additional) {
        ObjectNode copy = null;
        for (Map.Entry<String, JsonNode> field : additional.properties()) {
            JsonNode kept = withContent(field.getKey(), field.getValue());
            if (kept != field.getValue()) {
                copy = put(copy == null ? copyOf(additional) : copy, field.getKey(), kept);
            }
        }
        return copy == null ? additional : copy;
    }

    private static JsonNode withContent(String name, JsonNode value) {
        return switch (name) {
            // Parts of the event as received, and its origin.
            case "unmapped",
                    "entities",
                    "extendedProperties",
                    "additionalData",
                    "graph",
                    "data",
                    "event",
                    "origin",
                    "whole" -> value;
            // Objects whose fields Trailbridge names. All other objects are as received.
            case "attacks", "product", "times", "counts" ->
                value instanceof ObjectNode object ? object(object) : withContent(value);
            default -> value.isObject() ? value : withContent(value);
        };
    }

    /** Returns the value, null if it has no content. */
    private static JsonNode withContent(JsonNode value) {
        if (value.isTextual()) {
            String text = value.textValue();
            return text.length() <= LONGEST_WORD && Texts.isBlankOrPlaceholder(text) ? null : value;
        }
        return value.isArray() ? array((ArrayNode) value) : value;
    }

    private static JsonNode object(ObjectNode object) {
        ObjectNode copy = null;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode kept = withContent(field.getValue());
            if (kept != field.getValue()) {
                copy = put(copy == null ? copyOf(object) : copy, field.getKey(), kept);
            }
        }
        return copy == null ? object : copy.isEmpty() ? null : copy;
    }

    /**
     * Returns a listed object, such as a resource, without an id that is a placeholder; Trailbridge reads that id
     * itself.
     */
    private static JsonNode identified(ObjectNode object) {
        JsonNode id = object.get("id");
        if (id == null || withContent(id) == id) {
            return object;
        }
        ObjectNode rest = copyOf(object).without("id");
        return rest.isEmpty() ? null : rest;
    }

    private static JsonNode array(ArrayNode array) {
        ArrayNode copy = null;
        for (int i = 0; i < array.size(); i++) {
            JsonNode kept = array.get(i) instanceof ObjectNode object ? identified(object) : withContent(array.get(i));
            if (copy == null && kept != array.get(i)) {
                copy = NODES.arrayNode(array.size());
                for (int before = 0; before < i; before++) {
                    copy.add(array.get(before));
                }
            }
            if (copy != null && kept != null) {
                copy.add(kept);
            }
        }
        return copy == null ? array : copy.isEmpty() ? null : copy;
    }

    private static ObjectNode put(ObjectNode copy, String name, JsonNode kept) {
        if (kept == null) {
            copy.remove(name);
        } else {
            copy.set(name, kept);
        }
        return copy;
    }

    private static ObjectNode copyOf(ObjectNode object) {
        return NODES.objectNode().setAll(object);
    }
}
