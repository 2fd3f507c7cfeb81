package io.trailbridge.transform.asff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.json.CompactJson;
import io.trailbridge.transform.json.JsonSize;
import io.trailbridge.transform.json.SharedObjects;
import io.trailbridge.transform.text.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Flattens an object into the strings of {@code ProductFields}: at most 50 keys of 128 chars with strings of 2048
 * chars. Objects directly in the object become dotted keys. Deeper values stay JSON strings as long as that fits, else
 * they are split as well, an array into {@code key[0-7]}, {@code key[8]}. A string that is too long continues under
 * {@code key (2)}. What does not fit anywhere is cut and named under {@value #CUT}. Earlier fields take precedence. An
 * object that occurs in several places is written once, see {@link SharedObjects}.
 *
 * <p>Each string and array of strings directly in the object has a defined meaning: placeholder values among them are
 * left out. In deeper values, which are the source's own and not interpreted, "None" is a value, for example for public
 * access, and stays.
 */
final class ProductFields {
    /**
     * The vendor and the product before the name, as the format's documentation requires. Keys below {@code aws/} are
     * reserved for AWS.
     */
    static final String PREFIX = "microsoft/defender-for-cloud/";

    static final String CUT = PREFIX + "cut";
    static final int MAX_TEXT = 2048;
    static final int MAX_KEY = 128;

    /** One of the 50 keys is reserved for {@link #CUT}. */
    private static final int MAX_FIELDS = 49;

    private static final String REST = ".rest";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A cache of keys, since most findings use the same few: the last two of each hash are kept. */
    private record Key(String parent, String name, String key) {
        private static final Key[] LAST = new Key[1024];

        static String of(String name) {
            return of("", name);
        }

        /** @param parent empty for a name without a parent */
        static String of(String parent, String name) {
            int place = 31 * parent.hashCode() + name.hashCode() & LAST.length - 1;
            int other = place ^ 1;
            Key last = LAST[place];
            if (isOf(last, parent, name)) {
                return last.key;
            }
            Key earlier = LAST[other];
            if (isOf(earlier, parent, name)) {
                return earlier.key;
            }
            String whole = parent.isEmpty() ? name : parent + "." + name;
            Key made = new Key(parent, name, marked(PREFIX.concat(whole), MAX_KEY));
            LAST[last == null || earlier != null ? place : other] = made;
            return made.key;
        }

        private static boolean isOf(Key key, String parent, String name) {
            return key != null && key.name.equals(name) && key.parent.equals(parent);
        }
    }

    /** A value that becomes one string if it is short enough. */
    private static final class Field {
        private final String name;
        private final JsonNode value;

        /** The text; only its beginning if it is too long. */
        private final String text;

        Field(String name, JsonNode value) {
            this.name = name;
            this.value = value;
            this.text = textOf(value, MAX_TEXT);
        }

        boolean isDivisible() {
            return value.isContainerNode() && !name.endsWith(REST);
        }

        boolean isTooLong() {
            return text.length() > MAX_TEXT;
        }

        String wholeText() {
            return isTooLong() ? textOf(value, Integer.MAX_VALUE) : text;
        }
    }

    private List<Field> fields = new ArrayList<>();
    private final StringBuilder cuts = new StringBuilder();

    private ProductFields() {}

    static JsonNode of(JsonNode value) {
        JsonNode kept = value.isObject() ? SharedObjects.sparing(withoutPlaceholders((ObjectNode) value)) : null;
        if (kept == null) {
            return null;
        }
        ObjectNode spread = spread(kept);
        return spread == null ? new ProductFields().build(kept) : spread;
    }

    private static ObjectNode withoutPlaceholders(ObjectNode object) {
        ObjectNode copy = null;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            if (value.isArray() ? anyIsWithoutValue(value) : isWithoutValue(value)) {
                copy = copy == null ? NODES.objectNode().setAll(object) : copy;
                copy.set(field.getKey(), value.isArray() ? elementsWithValue(value) : null);
            }
        }
        return copy == null ? object : copy;
    }

    private static boolean isWithoutValue(JsonNode value) {
        return value.isTextual() && Texts.isBlankOrPlaceholder(value.textValue());
    }

    private static boolean anyIsWithoutValue(JsonNode array) {
        for (JsonNode element : array) {
            if (isWithoutValue(element)) {
                return true;
            }
        }
        return false;
    }

    private static ArrayNode elementsWithValue(JsonNode array) {
        ArrayNode left = NODES.arrayNode();
        for (JsonNode element : array) {
            if (!isWithoutValue(element)) {
                left.add(element);
            }
        }
        return left;
    }

    private JsonNode build(JsonNode object) {
        addChildren(fields, "", gathered(object), MAX_FIELDS);
        divide(field -> field.value.isObject());
        while (divide(Field::isTooLong)) {
            // Each round goes one level deeper.
        }
        ObjectNode made = new ObjectNode(NODES, new LinkedHashMap<>(2 * MAX_FIELDS));
        int spare = MAX_FIELDS - fields.size();
        for (Field field : fields) {
            spare -= write(made, field, spare);
        }
        if (!cuts.isEmpty()) {
            made.put(CUT, marked(cuts.toString(), MAX_TEXT));
        }
        return made;
    }

    /**
     * Returns the object with the fields a.b and a.c merged into one field a, which is split again only if there is
     * room.
     */
    private static ObjectNode gathered(JsonNode object) {
        ObjectNode gathered = NODES.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = field.getKey();
            String whole = name.substring(0, Math.max(name.indexOf('.'), 0));
            if (whole.isEmpty() || object.has(whole)) {
                gathered.set(name, field.getValue());
            } else {
                gathered.withObjectProperty(whole).set(name.substring(whole.length() + 1), field.getValue());
            }
        }
        return gathered;
    }

    /**
     * Returns one field for each child, and for each child of an object among them; null if they do not all fit that
     * way.
     */
    private static ObjectNode spread(JsonNode object) {
        int size = 0;
        for (JsonNode child : object) {
            size += child.isObject() ? child.size() : 1;
        }
        if (size > MAX_FIELDS) {
            return null;
        }
        ObjectNode made = new ObjectNode(NODES, new LinkedHashMap<>(size * 4 / 3 + 1));
        boolean fits = true;
        for (Map.Entry<String, JsonNode> child : object.properties()) {
            if (child.getValue().isObject()) {
                for (Map.Entry<String, JsonNode> grandchild : child.getValue().properties()) {
                    fits = fits && put(made, Key.of(child.getKey(), grandchild.getKey()), grandchild.getValue());
                }
            } else {
                fits = fits && put(made, Key.of(child.getKey()), child.getValue());
            }
        }
        return fits ? made : null;
    }

    /** Adds a field and returns whether the value is short enough and no other field has the key. */
    private static boolean put(ObjectNode made, String key, JsonNode value) {
        String text = textOf(value, MAX_TEXT);
        return text.length() <= MAX_TEXT
                && !key.equals(CUT)
                && made.putIfAbsent(key, value.isTextual() ? value : NODES.textNode(text)) == null;
    }

    private interface Choice {
        boolean takes(Field field);
    }

    /** Replaces the chosen fields with their parts, as many as there is room for. Returns whether there were any. */
    private boolean divide(Choice choice) {
        List<Field> divided = new ArrayList<>();
        int room = MAX_FIELDS - fields.size();
        boolean any = false;
        for (Field field : fields) {
            if (field.isDivisible() && choice.takes(field) && (room > 0 || field.value.size() == 1)) {
                int before = divided.size();
                addChildren(divided, field.name, field.value, room + 1);
                room -= divided.size() - before - 1;
                any = true;
            } else {
                divided.add(field);
            }
        }
        fields = divided;
        return any;
    }

    /** Adds at most this many fields; the last one holds the rest if there are more. */
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

    /** Adds the elements of an array; they share a key, {@code name[0-7]}, as long as they fit. */
    private static void addElements(List<Field> to, String name, JsonNode array, int most) {
        ArrayNode group = NODES.arrayNode();
        long length = 0;
        int count = 0;
        int next = 0;
        for (; next < array.size() && count < most; next++) {
            long added = lengthOf(array.get(next));
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

    /**
     * Returns the length of an element including its separator, in whichever text form is longer. A group that is
     * counted as short enough must be short enough, or it would be divided into itself endlessly. "a, b" is the longer
     * form only for values without quotes.
     */
    private static long lengthOf(JsonNode element) {
        boolean bare = element.isValueNode() && !element.isTextual();
        return JsonSize.of(element) + (bare ? 2 : 1);
    }

    private static void addGroup(List<Field> to, String name, ArrayNode group, int end) {
        int start = end - group.size();
        to.add(
                group.size() == 1
                        ? new Field(name + "[" + start + "]", group.get(0))
                        : new Field(name + "[" + start + "-" + (end - 1) + "]", group));
    }

    private static void addRest(List<Field> to, String name, JsonNode rest) {
        if (!rest.isEmpty()) {
            to.add(new Field(name + REST, rest));
        }
    }

    /**
     * Writes the field under its key and, if it is too long, under further keys. Returns the number of further keys.
     */
    private int write(ObjectNode made, Field field, int spare) {
        String text = field.wholeText();
        int more = 0;
        String key = key(made, field.name);
        while (text.length() > MAX_TEXT && more < spare) {
            String part = Texts.cut(text, MAX_TEXT);
            if (part.isBlank()) {
                break;
            }
            made.put(key, part);
            text = text.substring(part.length());
            more++;
            key = key(made, field.name + " (" + (more + 1) + ")");
        }
        if (text.length() > MAX_TEXT) {
            cuts.append(cuts.isEmpty() ? "" : "; ")
                    .append(marked(field.name, MAX_KEY))
                    .append(": ")
                    .append(text.length() - MAX_TEXT + 1)
                    .append(" chars");
        }
        if (text == field.text && field.value.isTextual()) {
            made.set(key, field.value);
        } else if (!text.isBlank()) {
            made.put(key, marked(text, MAX_TEXT));
        }
        return more;
    }

    private static String key(ObjectNode made, String name) {
        String key = Key.of(name);
        for (int n = 2; made.has(key) || key.equals(CUT); n++) {
            String end = "~" + n;
            key = marked(PREFIX + name, MAX_KEY - end.length()) + end;
        }
        return key;
    }

    /** Returns the text, or as much of its beginning as fits, followed by an ellipsis. */
    static String marked(String text, int maxChars) {
        return text.length() <= maxChars ? text : Texts.cut(text, maxChars - 1) + "\u2026";
    }

    /** Returns a string as it is, an array of words as "a, b", everything else as JSON. */
    static String textOf(JsonNode value) {
        return textOf(value, Integer.MAX_VALUE);
    }

    /** Returns the same; if the text is longer than the limit, at least one char more than the limit. */
    private static String textOf(JsonNode value, int limit) {
        if (!value.isArray()) {
            return value.isObject() ? CompactJson.of(value, limit) : value.asText();
        }
        StringBuilder words = new StringBuilder();
        for (JsonNode word : value) {
            if (word.isContainerNode() || word.asText().indexOf(',') >= 0) {
                return CompactJson.of(value, limit);
            }
            words.append(words.isEmpty() ? "" : ", ").append(word.asText());
        }
        return words.toString();
    }
}
