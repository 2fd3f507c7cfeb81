package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** How many bytes a value has as compact JSON in UTF-8, counted without writing it. */
public final class JsonSize {
    private JsonSize() {}

    public static long of(JsonNode value) {
        if (value.isTextual()) {
            return ofText(value.textValue());
        }
        if (!value.isContainerNode()) {
            return value.toString().length();
        }
        long size = 2;
        if (value.isArray()) {
            for (JsonNode element : value) {
                size += of(element) + 1;
            }
        } else {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                size += ofField(field.getKey(), field.getValue());
            }
        }
        return value.isEmpty() ? size : size - 1;
    }

    /** Of a field with the comma that separates it from the next. */
    public static long ofField(String name, JsonNode value) {
        return ofText(name) + 1 + of(value) + 1;
    }

    /** Of a text with its quotes. */
    public static long ofText(String text) {
        long size = 2;
        for (int i = 0; i < text.length(); i++) {
            size += ofChar(text.charAt(i));
        }
        return size;
    }

    /** Of a char within a text; each half of a surrogate pair has half of its four bytes. */
    public static int ofChar(char c) {
        if (c < 0x80) {
            if (c >= ' ') {
                return c == '"' || c == '\\' ? 2 : 1;
            }
            return c == '\b' || c == '\t' || c == '\n' || c == '\f' || c == '\r' ? 2 : 6;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
