package io.trailbridge.transform.asff;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Writes a value as compact JSON, no further than a limit: what is cut or taken apart anyway need not be written. */
final class CompactJson {
    private static final String HEX = "0123456789ABCDEF";

    private final StringBuilder json;
    private final int limit;

    private CompactJson(StringBuilder json, int limit) {
        this.json = json;
        this.limit = limit;
    }

    /** The whole text, or the beginning of it, of more chars than the limit. */
    static String of(JsonNode value, int limit) {
        StringBuilder json = new StringBuilder(256);
        new CompactJson(json, limit).write(value);
        return json.toString();
    }

    private void write(JsonNode value) {
        if (json.length() > limit) {
            return;
        }
        if (value.isTextual()) {
            quote(value.textValue());
        } else if (value.isObject()) {
            char before = '{';
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                json.append(before);
                before = ',';
                quote(field.getKey());
                json.append(':');
                write(field.getValue());
            }
            json.append(value.isEmpty() ? "{}" : "}");
        } else if (value.isArray()) {
            char before = '[';
            for (JsonNode element : value) {
                json.append(before);
                before = ',';
                write(element);
                if (json.length() > limit) {
                    return;
                }
            }
            json.append(value.isEmpty() ? "[]" : "]");
        } else if (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())) {
            quote(value.asText());
        } else {
            json.append(value.asText());
        }
    }

    private void quote(String text) {
        json.append('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\') {
                continue;
            }
            json.append(text, written, i);
            written = i + 1;
            escape(c);
        }
        json.append(text, written, text.length()).append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> json.append('\\').append(c);
            case '\b' -> json.append("\\b");
            case '\t' -> json.append("\\t");
            case '\n' -> json.append("\\n");
            case '\f' -> json.append("\\f");
            case '\r' -> json.append("\\r");
            default -> json.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        }
    }
}
