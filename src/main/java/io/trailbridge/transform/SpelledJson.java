package io.trailbridge.transform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.trailbridge.envelope.JsonText;

/** A list or an object that arrives as its JSON text, as in the rows of a Log Analytics workspace. */
final class SpelledJson {
    /** A longer text stays one. */
    private static final int LONGEST = 64 * 1024;

    /** Of two fields of one name the first would be lost: such a text is left as it is. */
    private static final ObjectReader READER =
            JsonText.MAPPER.reader().with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private SpelledJson() {}

    /** What the text spells, null when that is no list and no object. */
    static JsonNode container(String text) {
        if (text.isEmpty() || text.charAt(0) != '[' && text.charAt(0) != '{' || text.length() >= LONGEST) {
            return null;
        }
        // If it is not JSON after all, a text that starts with a bracket is a text like any other.
        return JsonText.read(() -> READER.readTree(text)).orElse(null);
    }
}
