package io.trailbridge.transform.asff;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The values that one field of a finding may hold, as listed in {@code mappings/asff/fields.txt}.
 *
 * @param children the fields of an object; for an array only one, that of its elements, under {@value #ELEMENT}
 * @param requiredChildren the names of the fields that an object must have
 */
record AsffField(
        Type type,
        boolean required,
        List<Integer> limits,
        Set<String> values,
        Map<String, AsffField> children,
        List<String> requiredChildren) {
    private static final String RESOURCE = "/mappings/asff/fields.txt";
    private static final String ELEMENT = "[]";

    enum Type { TEXT, KEY, ONE_OF, TIME, LINK, TYPE, INTEGER, NUMBER, LIST, MAP, REST, OBJECT, FREE }

    /** The finding itself. */
    static final AsffField FINDING = load();

    private AsffField(Type type, boolean required, List<Integer> limits, Set<String> values) {
        this(type, required, limits, values, new LinkedHashMap<>(), new ArrayList<>());
    }

    AsffField element() {
        return children.get(ELEMENT);
    }

    private static AsffField load() {
        AsffField finding = new AsffField(Type.OBJECT, true, List.of(), Set.of());
        try (InputStream stream = AsffField.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> finding.add(line.trim().split(" +")));
        } catch (IOException e) {
            throw new UncheckedIOException("Can not read " + RESOURCE, e);
        }
        return finding;
    }

    private void add(String[] words) {
        List<String> path = new ArrayList<>(List.of(words[0].replace(ELEMENT, "." + ELEMENT).split("\\.")));
        String name = path.remove(path.size() - 1);
        AsffField parent = this;
        for (String step : path) {
            parent = parent.children.get(step);
        }
        Type type = Type.valueOf(words[1].toUpperCase(Locale.ROOT).replace('-', '_'));
        List<String> rest = new ArrayList<>(Arrays.asList(words).subList(2, words.length));
        boolean required = rest.remove("required");
        boolean worded = type == Type.ONE_OF;
        parent.children.put(name, new AsffField(
                type,
                required,
                worded ? List.of() : rest.stream().map(Integer::valueOf).toList(),
                worded ? Set.copyOf(rest) : Set.of()));
        if (required) {
            parent.requiredChildren.add(name);
        }
    }
}
