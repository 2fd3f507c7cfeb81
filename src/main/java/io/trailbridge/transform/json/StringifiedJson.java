package io.trailbridge.transform.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.trailbridge.envelope.JsonText;

/** Reads stringified JSON arrays and objects, as in the rows of a Log Analytics workspace. Any thread. */
public final class StringifiedJson {
    /**
     * Longer strings are not parsed; an event hub accepts no larger message. A JSON string has fewer values than half
     * its chars, including those of stringified JSON within it.
     */
    private static final int LONGEST = 1024 * 1024;

    /** If a name occurs twice in an object, the first field would be lost: such a string is left as it is. */
    private static final ObjectReader READER =
            JsonText.MAPPER.reader().with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private StringifiedJson() {}

    /** Returns whether the text begins and ends like an array or an object: a check that costs next to nothing. */
    public static boolean maybe(String text) {
        int start = 0;
        int end = text.length() - 1;
        while (start < end && text.charAt(start) <= ' ') {
            start++;
        }
        if (start >= end || text.charAt(start) != '[' && text.charAt(start) != '{') {
            return false;
        }
        while (text.charAt(end) <= ' ') {
            end--;
        }
        return text.charAt(end) == (text.charAt(start) == '[' ? ']' : '}');
    }

    /** Returns the array or object that a string contains as stringified JSON, else the value itself; null for null. */
    public static JsonNode of(JsonNode value) {
        JsonNode parsed = value != null && value.isTextual() ? container(value.textValue()) : null;
        return parsed == null ? value : parsed;
    }

    /** Returns the array or object that the text contains as JSON, null if it contains neither. */
    public static JsonNode container(String text) {
        if (text.length() >= LONGEST || !maybe(text)) {
            return null;
        }
        // If it is not JSON after all, a string that starts with a bracket is a string like any other.
        return JsonText.read(() -> READER.readTree(text)).orElse(null);
    }
}
