package io.trailbridge.cli.explain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The spelling of a source's name that mappings read, by {@code mappings/field-names.txt}. */
final class Spelling {
    private static final Map<String, String> KNOWN = load();

    private Spelling() {}

    static String of(String step) {
        boolean each = step.endsWith("[]");
        String name = each ? step.substring(0, step.length() - 2) : step;
        String known = KNOWN.get(name.toLowerCase(Locale.ROOT));
        return (known == null ? name : known) + (each ? "[]" : "");
    }

    private static Map<String, String> load() {
        Map<String, String> known = new HashMap<>();
        try (InputStream stream = Spelling.class.getResourceAsStream("/mappings/field-names.txt")) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                for (String word : line.split(" ")) {
                    String name = word.replaceAll("^alert\\.|[=?:*].*", "");
                    known.put(name.toLowerCase(Locale.ROOT), name);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return known;
    }
}
