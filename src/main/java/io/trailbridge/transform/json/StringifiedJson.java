package io.trailbridge.transform.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.trailbridge.envelope.JsonText;

/** A list or an object that arrives as its JSON text, as in the rows of a Log Analytics workspace. */
public final class StringifiedJson {
    /**
     * A longer text stays one; an Event Hub takes no larger message. What a text spells has fewer values than half its
     * chars, and so has what is spelled within.
     */
    private static final int LONGEST = 1024 * 1024;

    /** Of two fields of one name the first would be lost: such a text is left as it is. */
    private static final ObjectReader READER =
            JsonText.MAPPER.reader().with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private StringifiedJson() {}

    /** Whether the text begins and ends as a list or an object: a look that costs nothing. */
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

    /** The list or object that a text spells, else the value itself; null for null. */
    public static JsonNode of(JsonNode value) {
        JsonNode spelled = value != null && value.isTextual() ? container(value.textValue()) : null;
        return spelled == null ? value : spelled;
    }

    /** What the text spells, null when that is no list and no object. */
    public static JsonNode container(String text) {
        if (text.length() >= LONGEST || !maybe(text)) {
            return null;
        }
        // If it is not JSON after all, a text that starts with a bracket is a text like any other.
        return JsonText.read(() -> READER.readTree(text)).orElse(null);
    }
}
