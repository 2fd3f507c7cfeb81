package io.trailbridge.cli.explain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The fields that the mappings of Trailbridge can give at the top of a result, and the fields of events that they make
 * them of: {@code mappings/sources.txt}, written by trying the mappings on sample events.
 */
final class KnownSources {
    static final String RESOURCE = "/mappings/sources.txt";

    private final Map<String, Map<String, List<String>>> byKind;

    private KnownSources(Map<String, Map<String, List<String>>> byKind) {
        this.byKind = byKind;
    }

    /** @param target the target by its name, {@code ocsf-1.3.0} */
    static KnownSources of(String target) {
        Map<String, Map<String, List<String>>> byKind = new LinkedHashMap<>();
        try (InputStream stream = KnownSources.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                if (words.length > 3 && words[0].equals(target)) {
                    byKind.computeIfAbsent(words[1], any -> new LinkedHashMap<>())
                            .put(words[2], Arrays.asList(words).subList(3, words.length));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can not read " + RESOURCE, e);
        }
        return new KnownSources(byKind);
    }

    /** Fields of the result with the fields of the event that they come from, in the order of the events. */
    Map<String, List<String>> ofKind(String kind) {
        return byKind.getOrDefault(kind, Map.of());
    }

    /** In lower case, as names come in any; of what lies in {@code properties} also without them: alerts have both. */
    static List<String> spellings(SourceField field) {
        String name = field.toString().toLowerCase(Locale.ROOT);
        return name.startsWith("properties.") ? List.of(name, name.substring("properties.".length())) : List.of(name);
    }
}
