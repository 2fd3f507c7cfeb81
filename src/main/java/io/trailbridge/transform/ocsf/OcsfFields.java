package io.trailbridge.transform.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trailbridge.transform.ocsf.OcsfTypes.Scalar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The requirements of one OCSF version on our output, read from {@code mappings/ocsf-fields.txt}. */
final class OcsfFields {
    private static final String RESOURCE = "/mappings/ocsf-fields.txt";

    /** Whether this version has an attribute. */
    enum Presence {
        HERE,
        /** Only in a newer version; its value is kept elsewhere. */
        NEWER,
        /** Only in a newer version; its value adds nothing to what other attributes contain. */
        NEWER_AND_REDUNDANT
    }

    /**
     * A number's caption.
     *
     * @param here false if only a newer version has it
     * @param said false if the number stands for "not known", which needs no caption
     */
    record Caption(TextNode text, boolean here, boolean said) {}

    /** The captions of an attribute's numbers, in numerical order. */
    record Captions(int[] numbers, Caption[] texts) {
        static final Captions NONE = new Captions(new int[0], new Caption[0]);

        boolean isEmpty() {
            return numbers.length == 0;
        }

        /** Returns the caption of a number, null if it has none. */
        Caption of(int number) {
            int place = Arrays.binarySearch(numbers, number);
            return place < 0 ? null : texts[place];
        }
    }

    /**
     * @param type null for an object with a shape
     * @param shape null for a value with a type
     * @param usual the value with which an attribute of a newer version adds no information, null if there is none
     * @param sibling the attribute that takes the caption, null if there are no captions
     */
    record Attribute(
            String name, Presence presence, String usual, boolean required, String profile, Scalar type, Shape shape,
            boolean list, String sibling, Captions captions) {

        /** Returns whether the value must be kept elsewhere, in a version that does not have the attribute. */
        boolean isKept(JsonNode value) {
            return presence == Presence.NEWER && !value.asText().equals(usual);
        }
    }

    /** The attributes of an object. A shape may contain itself, so it is not a record. */
    static final class Shape {
        private final Map<String, Attribute> attributes = new LinkedHashMap<>();
        private final List<Attribute> required = new ArrayList<>();
        private final List<String> any = new ArrayList<>();
        private final List<String> one = new ArrayList<>();

        Map<String, Attribute> attributes() {
            return attributes;
        }

        List<Attribute> required() {
            return required;
        }

        /** Returns the attributes of which at least one is required, none if empty. */
        List<String> any() {
            return any;
        }

        /** Returns the attributes of which exactly one is required, none if empty. */
        List<String> one() {
            return one;
        }
    }

    private final boolean old;
    private final Map<String, Shape> shapes = new HashMap<>();

    private OcsfFields(boolean old) {
        this.old = old;
    }

    static OcsfFields of(String version) {
        OcsfFields fields = new OcsfFields(version.equals(OcsfMapper.OLDER_VERSION));
        try (InputStream stream = OcsfFields.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            Shape[] current = new Shape[1];
            lines.lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> current[0] = fields.read(line, current[0]));
        } catch (IOException e) {
            throw new UncheckedIOException("Can not read " + RESOURCE, e);
        }
        return fields;
    }

    /** Returns the shape of this name, null if there is none. */
    Shape shape(String name) {
        return shapes.get(name);
    }

    /** Returns whether strings are limited in length and host names in form, as in 1.3.0. */
    boolean limits() {
        return old;
    }

    private Shape read(String line, Shape current) {
        if (line.startsWith("[")) {
            return named(line.substring(1, line.length() - 1));
        }
        int equals = line.indexOf(" = ");
        String[] words = (equals < 0 ? line : line.substring(0, equals)).split(" ");
        List<String> rest = List.of(words).subList(1, words.length);
        switch (words[0]) {
            case "like" -> shapes.get(words[1]).attributes().values().forEach(attribute -> add(current, attribute));
            case "any" -> current.any().addAll(rest);
            case "one" -> current.one().addAll(rest);
            default -> add(current, attribute(words, equals < 0 ? "" : line.substring(equals + 3)));
        }
        return current;
    }

    /** Returns the shape of this name; an attribute may refer to a shape that follows in the file. */
    private Shape named(String name) {
        return shapes.computeIfAbsent(name, first -> new Shape());
    }

    private static void add(Shape shape, Attribute attribute) {
        shape.attributes().put(attribute.name(), attribute);
        if (attribute.required() && attribute.presence() == Presence.HERE) {
            shape.required().add(attribute);
        }
    }

    private Attribute attribute(String[] words, String captions) {
        int equals = words[0].indexOf('=');
        String usual = equals < 0 ? null : words[0].substring(equals + 1);
        String name = (equals < 0 ? words[0] : words[0].substring(0, equals)).replaceAll("[-+!]", "");
        Presence presence = !old ? Presence.HERE
                : words[0].startsWith("+") || words[0].startsWith("-") && usual != null ? Presence.NEWER
                : words[0].startsWith("-") ? Presence.NEWER_AND_REDUNDANT : Presence.HERE;
        boolean required = words[0].endsWith("!") && (old || !words[0].endsWith("!!"));
        boolean list = words[1].endsWith("[]");
        String type = list ? words[1].substring(0, words[1].length() - 2) : words[1];
        String profile = null;
        String sibling = null;
        for (int i = 2; i < words.length; i++) {
            if (words[i].startsWith("%%")) {
                profile = old ? words[i].substring(2) : null;
            } else if (words[i].startsWith("%")) {
                profile = words[i].substring(1);
            } else if (words[i].equals(">")) {
                sibling = words[i + 1];
            }
        }
        boolean object = type.startsWith("@");
        return new Attribute(name, presence, usual, required, profile, object ? null : Scalar.of(type),
                object ? named(type.substring(1)) : null, list, sibling, captions(captions));
    }

    private Captions captions(String text) {
        if (text.isEmpty()) {
            return Captions.NONE;
        }
        Map<Integer, Caption> captions = new TreeMap<>();
        for (String entry : text.split(" \\| ")) {
            boolean newer = entry.startsWith("+");
            int space = entry.indexOf(' ');
            String caption = entry.substring(space + 1);
            captions.put(
                    Integer.valueOf(entry.substring(newer ? 1 : 0, space)),
                    new Caption(TextNode.valueOf(caption), !(newer && old), !caption.equals("Unknown")));
        }
        int[] numbers = captions.keySet().stream().mapToInt(Integer::intValue).toArray();
        return new Captions(numbers, captions.values().toArray(Caption[]::new));
    }
}
