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

/** The one spelling by which mappings know each field of the source, read from {@code mappings/field-names.txt}. */
final class FieldNames {
    private static final String RESOURCE = "/mappings/field-names.txt";

    /** How a field's value is treated beside its name. */
    enum Content {
        PLAIN,
        /** May hold a word that stands for "nothing". */
        WORD,
        /** Holds names that are not the source's own. */
        FOREIGN_NAMES
    }

    /**
     * @param alias whether this is another name for the field
     * @param spelled whether its structure may arrive as JSON text
     */
    record Field(String name, Content content, boolean alias, boolean spelled) {}

    /** Before a name that is one only among an alert's own fields, not within them. */
    private static final String OF_ALERT = "alert.";

    private static final Map<String, Field> BY_SPELLING = new HashMap<>();
    private static final Map<String, Field> OF_ALERTS = new HashMap<>();

    /** A longer name is none of them, so that nothing is made of it. */
    private static final int LONGEST;

    static {
        load();
        LONGEST = OF_ALERTS.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    private FieldNames() {}

    /** What is known of a field of this name in any case, null when nothing is. */
    static Field of(String name) {
        return of(BY_SPELLING, name);
    }

    /** The same for an alert's own field. */
    static Field ofAlert(String name) {
        return of(OF_ALERTS, name);
    }

    /** Whether the name is no longer than all that are known. */
    static boolean isShort(String name) {
        return name.length() <= LONGEST;
    }

    private static Field of(Map<String, Field> fields, String name) {
        if (!isShort(name)) {
            return null;
        }
        Field exact = fields.get(name);
        return exact != null ? exact : fields.get(name.toLowerCase(Locale.ROOT));
    }

    private static void load() {
        try (InputStream stream = FieldNames.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            List<String> words = lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Arrays.stream(line.split(" ")))
                    .filter(word -> !word.isEmpty())
                    .toList();
            words.stream().filter(word -> !word.startsWith(OF_ALERT)).forEach(word -> add(BY_SPELLING, word));
            OF_ALERTS.putAll(BY_SPELLING);
            words.stream().filter(word -> word.startsWith(OF_ALERT))
                    .forEach(word -> add(OF_ALERTS, word.substring(OF_ALERT.length())));
        } catch (IOException e) {
            throw new UncheckedIOException("Can not read " + RESOURCE, e);
        }
    }

    private static void add(Map<String, Field> fields, String word) {
        boolean spelled = word.endsWith("*");
        String marked = spelled ? word.substring(0, word.length() - 1) : word;
        Content content = marked.endsWith("?") ? Content.WORD : marked.endsWith(":") ? Content.FOREIGN_NAMES
                : Content.PLAIN;
        String bare = content == Content.PLAIN ? marked : marked.substring(0, marked.length() - 1);
        int alias = bare.indexOf('=');
        String spelling = alias < 0 ? bare : bare.substring(0, alias);
        Field field = new Field(bare.substring(alias + 1).intern(), content, alias >= 0, spelled);
        // The two spellings of the wire are found without making a lower-case copy, and, since the parser interns
        // names as well, without comparing letters.
        fields.put(spelling.intern(), field);
        fields.put((Character.toUpperCase(spelling.charAt(0)) + spelling.substring(1)).intern(), field);
        fields.put(spelling.toLowerCase(Locale.ROOT), field);
    }
}
