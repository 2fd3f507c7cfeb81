package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds what was written for want of a value. */
public final class Fillers {
    private static final Set<String> WORDS = Set.of("none", "null", "unknown", "undefined", "n/a");

    private Fillers() {}

    /** Texts that stand for a missing value where nothing should stand. */
    public static List<String> in(JsonNode value, String path) {
        List<String> found = new ArrayList<>();
        if (value.isTextual()) {
            String text = value.textValue().trim();
            if (text.isEmpty() || WORDS.contains(text.toLowerCase(Locale.ROOT))) {
                found.add(path + "='" + text + "'");
            }
        }
        value.properties().forEach(field -> found.addAll(in(field.getValue(), path + "." + field.getKey())));
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                found.addAll(in(value.get(i), path + "[" + i + "]"));
            }
        }
        return found;
    }
}
