package io.trailbridge.transform.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.transform.text.Texts;
import java.util.Map;

/** Reads fields whose names may have any letter case. Stateless; any thread. */
public final class Fields {
    private Fields() {}

    /**
     * Returns the field of this name, the exact spelling before any other; null if there is none or it is JSON null.
     */
    public static JsonNode get(JsonNode object, String name) {
        if (object == null || !object.isObject()) {
            return null;
        }
        JsonNode exact = object.get(name);
        if (exact != null) {
            return exact.isNull() ? null : exact;
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue().isNull() ? null : field.getValue();
            }
        }
        return null;
    }

    /** Returns the name as the object spells it, or the given name if the object has no such field. */
    public static String nameOf(JsonNode object, String name) {
        if (!object.has(name)) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (field.getKey().equalsIgnoreCase(name)) {
                    return field.getKey();
                }
            }
        }
        return name;
    }

    /** Returns the field's string, null if it is absent, not a string, or blank. */
    public static String text(JsonNode object, String name) {
        JsonNode value = get(object, name);
        return value != null && value.isTextual() && !Texts.isBlank(value.textValue()) ? value.textValue() : null;
    }
}
