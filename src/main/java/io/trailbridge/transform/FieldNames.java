package io.trailbridge.transform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The canonical name by which mappings know each field of the source, read from {@code mappings/field-names.txt}.
 */
final class FieldNames {
    private static final String RESOURCE = "/mappings/field-names.txt";

    /** How a field's value is treated. */
    enum Content {
        PLAIN,
        /** May hold a placeholder value. */
        WORD,
        /** Holds field names that are not the source's own. */
        FOREIGN_NAMES
    }

    /** Whether objects and arrays may arrive as stringified JSON. */
    enum Stringified {
        NONE,
        /** The field itself may be stringified. */
        OWN,
        /** Unknown fields within it may be stringified as well. */
        ALL_WITHIN
    }

    /**
     * @param own whether this is the canonical name itself
     * @param alias whether this is another name for the field
     */
    record Field(String name, Content content, boolean own, boolean alias, Stringified stringified) {
        Field otherwise() {
            return own ? new Field(name, content, false, alias, stringified) : this;
        }
    }

    /** Prefix of a name that applies only to an alert's own fields, not to fields within them. */
    private static final String OF_ALERT = "alert.";

    private static final Map<String, Field> BY_NAME = new HashMap<>();
    private static final Map<String, Field> OF_ALERTS = new HashMap<>();

    /** Length of the longest known name; a longer one is not looked up, so that no lower-case copy of it is made. */
    private static final int LONGEST;

    static {
        load();
        LONGEST = OF_ALERTS.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    private FieldNames() {}

    /** Returns the field of this name, in any letter case; null if it is not known. */
    static Field of(String name) {
        return of(BY_NAME, name);
    }

    /** Returns the same for an alert's own field. */
    static Field ofAlert(String name) {
        return of(OF_ALERTS, name);
    }

    /** Returns whether the name is no longer than the longest known name. */
    static boolean isShort(String name) {
        return name.length() <= LONGEST;
    }

    private static Field of(Map<String, Field> fields, String name) {
        Field exact = fields.get(name);
        if (exact != null) {
            return exact;
        }
        if (Enrichment.isOne(name)) {
            return new Field(name, Content.PLAIN, true, false, Stringified.OWN);
        }
        Field folded = isShort(name) ? fields.get(name.toLowerCase(Locale.ROOT)) : null;
        return folded == null ? null : folded.otherwise();
    }

    private static void load() {
        try (InputStream stream = FieldNames.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            List<String> words = lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Arrays.stream(line.split(" ")))
                    .filter(word -> !word.isEmpty())
                    .toList();
            words.stream().filter(word -> !word.startsWith(OF_ALERT)).forEach(word -> add(BY_NAME, word));
            OF_ALERTS.putAll(BY_NAME);
            words.stream().filter(word -> word.startsWith(OF_ALERT))
                    .forEach(word -> add(OF_ALERTS, word.substring(OF_ALERT.length())));
        } catch (IOException e) {
            throw new UncheckedIOException("Can not read " + RESOURCE, e);
        }
    }

    private static void add(Map<String, Field> fields, String word) {
        Stringified stringified = word.endsWith("**") ? Stringified.ALL_WITHIN : word.endsWith("*") ? Stringified.OWN
                : Stringified.NONE;
        String marked = word.substring(0, word.length() - stringified.ordinal());
        Content content = marked.endsWith("?") ? Content.WORD : marked.endsWith(":") ? Content.FOREIGN_NAMES
                : Content.PLAIN;
        String bare = content == Content.PLAIN ? marked : marked.substring(0, marked.length() - 1);
        int alias = bare.indexOf('=');
        String own = alias < 0 ? bare : bare.substring(0, alias);
        Field field = new Field(bare.substring(alias + 1).intern(), content, alias < 0, alias >= 0, stringified);
        // The two letter cases used on the wire are found without making a lower-case copy and, since the parser
        // interns names as well, without comparing chars.
        Field otherwise = field.otherwise();
        fields.put((Character.toUpperCase(own.charAt(0)) + own.substring(1)).intern(), otherwise);
        fields.put(own.toLowerCase(Locale.ROOT), otherwise);
        fields.put(own.intern(), field);
    }
}
