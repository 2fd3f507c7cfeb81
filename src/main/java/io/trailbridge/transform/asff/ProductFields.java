package io.trailbridge.transform.asff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.JsonSize;
import io.trailbridge.transform.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the flat texts of {@code ProductFields} of an object: at most 50 keys of 128 chars with texts of 2048 chars.
 * The object's own objects become dotted keys; what is deeper stays JSON text as long as that fits, else it is taken
 * apart as well, a list into {@code key[0-7]}, {@code key[8]}. A text that is too long goes on under {@code key (2)}.
 * What fits nowhere is cut and named under {@value #CUT}. Earlier fields are served first.
 */
final class ProductFields {
    /** As the format's pages ask: company and product before the name. Keys below {@code aws/} are AWS's own. */
    static final String PREFIX = "microsoft/defender-for-cloud/";

    static final String CUT = PREFIX + "cut";
    static final int MAX_TEXT = 2048;
    static final int MAX_KEY = 128;

    /** One of the 50 is kept for {@link #CUT}. */
    private static final int MAX_FIELDS = 49;

    private static final String REST = ".rest";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private record Field(String name, JsonNode value, boolean isTooLong) {
        Field(String name, JsonNode value) {
            this(name, value, isLonger(value));
        }

        boolean isDivisible() {
            return value.isContainerNode() && !name.endsWith(REST);
        }

        /** Of a container by its size in bytes, so that it is written only once. */
        private static boolean isLonger(JsonNode value) {
            return value.isContainerNode() ? JsonSize.of(value) > MAX_TEXT : value.asText().length() > MAX_TEXT;
        }
    }

    private List<Field> fields = new ArrayList<>();
    private final StringBuilder cuts = new StringBuilder();

    private ProductFields() {}

    static JsonNode of(JsonNode value) {
        JsonNode said = said(value);
        return said == null || !said.isObject() ? null : new ProductFields().build(said);
    }

    private JsonNode build(JsonNode object) {
        addChildren(fields, "", object, MAX_FIELDS);
        divide(field -> field.value().isObject());
        while (divide(Field::isTooLong)) {
            // Each round goes one level deeper.
        }
        ObjectNode made = NODES.objectNode();
        Set<String> keys = new HashSet<>();
        int spare = MAX_FIELDS - fields.size();
        for (Field field : fields) {
            spare -= write(made, keys, field, spare);
        }
        if (!cuts.isEmpty()) {
            made.put(CUT, marked(cuts.toString(), MAX_TEXT));
        }
        return made;
    }

    private interface Choice {
        boolean takes(Field field);
    }

    /** Puts the parts of the chosen fields in their places, as many as there is room for; whether there were any. */
    private boolean divide(Choice choice) {
        List<Field> divided = new ArrayList<>();
        int room = MAX_FIELDS - fields.size();
        boolean any = false;
        for (Field field : fields) {
            if (field.isDivisible() && choice.takes(field) && (room > 0 || field.value().size() == 1)) {
                int before = divided.size();
                addChildren(divided, field.name(), field.value(), room + 1);
                room -= divided.size() - before - 1;
                any = true;
            } else {
                divided.add(field);
            }
        }
        fields = divided;
        return any;
    }

    /** At most so many fields; the last of them holds the rest when there are more. */
    private static void addChildren(List<Field> to, String name, JsonNode container, int most) {
        if (container.isArray()) {
            addElements(to, name, container, most);
            return;
        }
        int alone = container.size() <= most ? most : most - 1;
        int count = 0;
        ObjectNode rest = NODES.objectNode();
        for (Map.Entry<String, JsonNode> child : container.properties()) {
            if (count++ < alone) {
                String key = name.isEmpty() ? child.getKey() : name + "." + child.getKey();
                to.add(new Field(key, child.getValue()));
            } else {
                rest.set(child.getKey(), child.getValue());
            }
        }
        addRest(to, name, rest);
    }

    /** Elements share a key, {@code name[0-7]}, as long as they fit. */
    private static void addElements(List<Field> to, String name, JsonNode array, int most) {
        ArrayNode group = NODES.arrayNode();
        long length = 0;
        int count = 0;
        int next = 0;
        for (; next < array.size() && count < most; next++) {
            long added = JsonSize.of(array.get(next)) + 1;
            if (!group.isEmpty() && length + added >= MAX_TEXT) {
                if (++count == most) {
                    break;
                }
                addGroup(to, name, group, next);
                group = NODES.arrayNode();
                length = 0;
            }
            group.add(array.get(next));
            length += added;
        }
        if (next == array.size()) {
            addGroup(to, name, group, next);
            return;
        }
        for (; next < array.size(); next++) {
            group.add(array.get(next));
        }
        addRest(to, name, group);
    }

    private static void addGroup(List<Field> to, String name, ArrayNode group, int end) {
        int start = end - group.size();
        to.add(group.size() == 1
                ? new Field(name + "[" + start + "]", group.get(0))
                : new Field(name + "[" + start + "-" + (end - 1) + "]", group));
    }

    private static void addRest(List<Field> to, String name, JsonNode rest) {
        if (!rest.isEmpty()) {
            to.add(new Field(name + REST, rest));
        }
    }

    /** Writes the field under its key and, where it is too long, others; how many others. */
    private int write(ObjectNode made, Set<String> keys, Field field, int spare) {
        String text = textOf(field.value());
        int more = 0;
        String key = key(keys, field.name());
        while (text.length() > MAX_TEXT && more < spare) {
            String part = Texts.cut(text, MAX_TEXT);
            if (part.isBlank()) {
                break;
            }
            made.put(key, part);
            text = text.substring(part.length());
            more++;
            key = key(keys, field.name() + " (" + (more + 1) + ")");
        }
        if (text.length() > MAX_TEXT) {
            cuts.append(cuts.isEmpty() ? "" : "; ").append(marked(field.name(), MAX_KEY)).append(": ")
                    .append(text.length() - MAX_TEXT + 1).append(" chars");
        }
        if (!text.isBlank()) {
            made.put(key, marked(text, MAX_TEXT));
        }
        return more;
    }

    private static String key(Set<String> keys, String name) {
        String key = marked(PREFIX + name, MAX_KEY);
        for (int n = 2; key.equals(CUT) || !keys.add(key); n++) {
            String end = "~" + n;
            key = marked(PREFIX + name, MAX_KEY - end.length()) + end;
        }
        return key;
    }

    /** The text, or as much of its beginning as fits with the mark of a cut behind it. */
    static String marked(String text, int maxChars) {
        return text.length() <= maxChars ? text : Texts.cut(text, maxChars - 1) + "\u2026";
    }

    /** A text as it is, a list of words as "a, b", all else as JSON. */
    static String textOf(JsonNode value) {
        if (value.isArray()) {
            StringBuilder words = new StringBuilder();
            for (JsonNode word : value) {
                if (word.isContainerNode() || word.asText().indexOf(',') >= 0) {
                    return value.toString();
                }
                words.append(words.isEmpty() ? "" : ", ").append(word.asText());
            }
            return words.toString();
        }
        return value.isObject() ? value.toString() : value.asText();
    }

    /** The value without what says nothing, itself when it is so already; null when nothing is left. */
    private static JsonNode said(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue().isBlank() || Texts.standsForNothing(value.textValue().strip()) ? null : value;
        }
        if (!value.isContainerNode()) {
            return value.isNull() ? null : value;
        }
        boolean whole = !value.isEmpty();
        List<JsonNode> parts = new ArrayList<>(value.size());
        for (JsonNode child : value) {
            JsonNode said = said(child);
            whole &= said == child;
            parts.add(said);
        }
        return whole ? value : value.isObject() ? objectOf((ObjectNode) value, parts) : arrayOf(parts);
    }

    private static JsonNode objectOf(ObjectNode value, List<JsonNode> parts) {
        ObjectNode object = NODES.objectNode();
        int next = 0;
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode part = parts.get(next++);
            if (part != null) {
                object.set(field.getKey(), part);
            }
        }
        return object.isEmpty() ? null : object;
    }

    private static JsonNode arrayOf(List<JsonNode> parts) {
        ArrayNode array = NODES.arrayNode(parts.size());
        for (JsonNode part : parts) {
            if (part != null) {
                array.add(part);
            }
        }
        return array.isEmpty() ? null : array;
    }
}
