package io.trailbridge.transform.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trailbridge.transform.MappingTable;
import io.trailbridge.transform.ocsf.OcsfTypes.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The requirements of one OCSF version on our output, read from {@code mappings/ocsf-fields.txt}. */
final class OcsfFields {
    private static final String TABLE = "ocsf-fields.txt";
    /** The column about the older version, and its name in rules that only that version has. */
    private static final String OLDER = OcsfMapper.OLDER_VERSION;

    private static final String SHAPE = "@";
    private static final String LIST = "[]";

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
     * @param said false if the number means "not known", which needs no caption
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
            String name,
            Presence presence,
            String usual,
            boolean required,
            String profile,
            Scalar type,
            Shape shape,
            boolean list,
            String sibling,
            Captions captions) {

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
        return of(version, MappingTable.sections(TABLE));
    }

    /** @throws IllegalStateException when an attribute has a shape that no section describes */
    static OcsfFields of(String version, List<MappingTable.Section> sections) {
        OcsfFields fields = new OcsfFields(version.equals(OcsfMapper.OLDER_VERSION));
        fields.read(sections);
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

    private void read(List<MappingTable.Section> sections) {
        sections.forEach(this::read);
        Set<String> undescribed = new TreeSet<>(shapes.keySet());
        sections.forEach(section -> undescribed.remove(section.name()));
        if (!undescribed.isEmpty()) {
            throw new IllegalStateException("no section of " + TABLE + " describes " + undescribed);
        }
    }

    private void read(MappingTable.Section section) {
        Shape shape = named(section.name());
        List<String> note = List.of(section.note().split(" "));
        List<String> named = note.subList(1, note.size());
        switch (note.get(0)) {
            case "like" -> shapes.get(named.get(0)).attributes().values().forEach(attribute -> add(shape, attribute));
            case "any" -> shape.any().addAll(named);
            case "one" -> shape.one().addAll(named);
            case "" -> {}
            default -> throw new IllegalStateException("[" + section.name() + "] has an unknown note: " + note);
        }
        section.rows().forEach(row -> add(shape, attribute(row)));
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

    private Attribute attribute(MappingTable.Row row) {
        List<String> older = row.words(OLDER);
        Presence presence = !old || older.isEmpty()
                ? Presence.HERE
                : older.get(0).equals("redundant") ? Presence.NEWER_AND_REDUNDANT : Presence.NEWER;
        String usual = older.size() > 1 ? older.get(older.size() - 1) : null;
        List<String> profile = row.words("profile");
        String type = row.text("type");
        boolean list = type.endsWith(LIST);
        String element = list ? type.substring(0, type.length() - LIST.length()) : type;
        boolean object = element.startsWith(SHAPE);
        return new Attribute(
                row.text("attribute"),
                presence,
                usual,
                applies(row.words("required")),
                applies(profile) ? profile.get(0) : null,
                object ? null : Scalar.of(element),
                object ? named(element.substring(SHAPE.length())) : null,
                list,
                row.text("captions in").isEmpty() ? null : row.text("captions in"),
                captions(row.text("captions")));
    }

    /** Returns whether there is such a rule in this version: a rule of the older version alone ends in the version. */
    private boolean applies(List<String> rule) {
        return !rule.isEmpty() && (old || !rule.get(rule.size() - 1).equals(OLDER));
    }

    private Captions captions(String text) {
        if (text.isEmpty()) {
            return Captions.NONE;
        }
        Map<Integer, Caption> captions = new TreeMap<>();
        for (String entry : text.split("; ", 0)) {
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
