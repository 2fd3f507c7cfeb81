package io.trailbridge.envelope;

import com.fasterxml.jackson.databind.JsonNode;

/** Describes a value for messages about it: its type and its size, never its content. Stateless; any thread. */
public final class Shape {
    private Shape() {}

    public static String of(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> of(value.textValue());
            case OBJECT -> "an object of " + count(value.size(), "field");
            case ARRAY -> "a list of " + count(value.size(), "element");
            case NUMBER -> "a number of " + count(value.asText().length(), "character");
            case BOOLEAN -> "a boolean";
            default -> "null";
        };
    }

    public static String of(String text) {
        return "a string of " + count(text.length(), "character");
    }

    private static String count(int count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
