package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trailbridge.transform.json.Fields;
import io.trailbridge.transform.json.StringifiedJson;
import io.trailbridge.transform.text.Texts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Prepares one event for its mapping, in a copy: field names get their canonical form, fields without a value are
 * left out, stringified JSON is parsed, {@code $ref} is replaced by the object that it names (unless that makes the
 * event too large or too deep: then all references stay as they are), text is made encodable as UTF-8, and nesting is
 * bounded. Only the last two apply to an event of unknown kind: its content must not be interpreted.
 *
 * <p>One instance serves one event, on one thread.
 */
final class Normaliser {
    /** Structures nested deeper become stringified JSON: no consumer of audit events reads deeper ones. */
    static final int MAX_DEPTH = 100;

    /** Structures deeper than this are not even stringified: the writer recurses. */
    static final int MAX_TEXT_DEPTH = 900;

    /** The number of chars by which references may make one event grow; if they would exceed it, none is resolved. */
    private static final int MAX_REFERENCED = 256 * 1024;

    /**
     * References may make any event grow by this many chars, and beyond that by at most the following multiple of its
     * own size.
     */
    private static final int FREELY_REFERENCED = 16 * 1024;

    private static final int MOST_GROWTH = 8;

    /**
     * The deepest nesting of stringified JSON within stringified JSON; each level is parsed once more than the one
     * around it.
     */
    private static final int MAX_TEXTS = 3;

    /** After this many strings that only look like stringified JSON, the remaining ones are taken as plain strings. */
    private static final int MOST_MISREAD = 1000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Definition UNFINISHED = new Definition(null, 0, 0);

    private record Definition(JsonNode node, int weight, int height) {}

    /**
     * The objects that {@code $id} names, in document order: ids repeat, and the last definition before a use counts.
     */
    private final Map<String, Definition> definitions = new HashMap<>();

    /** Whether the event has an alert in its properties; null until first needed. */
    private Boolean wrapsAlert;

    private final boolean known;
    private final boolean alert;
    private final boolean resolving;
    private int weight;
    private int referenced;
    private int deepest;
    private boolean lost;

    /** Number of enclosing strings that contain the current position as stringified JSON. */
    private int texts;

    /** Whether fields unknown to mappings may hold stringified JSON at the current position. */
    private boolean stringifiedWithin;

    /** Number of strings that looked like stringified JSON but were not. */
    private int misread;

    private Normaliser(EventKind kind, boolean resolving) {
        this.known = kind != EventKind.UNRECOGNISED;
        this.alert = kind == EventKind.ALERT;
        this.resolving = resolving;
    }

    /**
     * An event prepared for its mapping.
     *
     * @param grown whether references made it larger than its source; {@link #withReferences} then gives the smaller
     *     form
     */
    record Normal(JsonNode event, boolean grown) {}

    /** Thrown if the event is nested deeper than can be kept, even as text. */
    static final class TooDeep extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooDeep() {
            super("the event is nested deeper than " + (MAX_DEPTH + MAX_TEXT_DEPTH) + " levels");
        }
    }

    /** @throws TooDeep if the event is nested deeper than can be kept */
    static Normal normalise(JsonNode event, EventKind kind) {
        boolean known = kind != EventKind.UNRECOGNISED;
        Normaliser normaliser = new Normaliser(kind, known);
        JsonNode copy = normaliser.copy(event, 0, known, FieldNames.Content.PLAIN);
        if (normaliser.lost || normaliser.isOutOfProportion()) {
            return new Normal(withReferences(event, kind), false);
        }
        return new Normal(copy == null ? NODES.objectNode() : copy, normaliser.referenced > 0);
    }

    private boolean isOutOfProportion() {
        return referenced > FREELY_REFERENCED && referenced > MOST_GROWTH * (weight - referenced);
    }

    /** Returns the same, with {@code $id} and {@code $ref} as the source has them. */
    static JsonNode withReferences(JsonNode event, EventKind kind) {
        return new Normaliser(kind, false).copy(event, 0, true, FieldNames.Content.PLAIN);
    }

    /** Returns the copy, or null if the value has no content and is left out. */
    private JsonNode copy(JsonNode node, int depth, boolean names, FieldNames.Content content) {
        weight += 2;
        if (node.isTextual()) {
            String text = node.textValue();
            weight += text.length();
            String clean = Texts.wellFormed(text);
            if (content == FieldNames.Content.WORD && Texts.isBlankOrPlaceholder(clean)) {
                return null;
            }
            return clean == text ? node : text(clean);
        }
        if (!node.isContainerNode()) {
            return node;
        }
        if (depth == MAX_DEPTH) {
            return text(textOf(node));
        }
        return node.isArray() ? copyArray(node, depth, names, content, false) : copyObject(node, depth, names);
    }

    private JsonNode copyArray(
            JsonNode source, int depth, boolean names, FieldNames.Content content, boolean stringified) {
        ArrayNode array = NODES.arrayNode(source.size());
        deepest = Math.max(deepest, depth);
        for (JsonNode element : source) {
            JsonNode copy = stringified && element.isTextual()
                    ? copyStringified(element, depth + 1, names, content)
                    : copy(element, depth + 1, names, content);
            if (copy != null) {
                array.add(copy);
            }
        }
        return array;
    }

    private JsonNode copyObject(JsonNode source, int depth, boolean names) {
        if (!resolving) {
            return fill(room(source), source, depth, names);
        }
        String reference = source.size() == 1 ? idOf(source.get("$ref")) : null;
        if (reference != null) {
            return resolve(reference, depth);
        }
        String id = idOf(source.get("$id"));
        if (id == null) {
            return fill(room(source), source, depth, names);
        }
        definitions.put(id, UNFINISHED);
        int lightest = weight;
        int reached = deepest;
        deepest = depth;
        ObjectNode object = fill(room(source), source, depth, names);
        definitions.put(id, new Definition(object, weight - lightest, deepest - depth));
        deepest = Math.max(deepest, reached);
        return object;
    }

    /** Returns an empty object with capacity for the fields of the source, so that it need not grow. */
    private static ObjectNode room(JsonNode source) {
        return new ObjectNode(NODES, new LinkedHashMap<>(source.size() * 4 / 3 + 1));
    }

    private ObjectNode fill(ObjectNode object, JsonNode source, int depth, boolean names) {
        deepest = Math.max(deepest, depth);
        Siblings siblings = new Siblings(source);
        for (Map.Entry<String, JsonNode> entry : source.properties()) {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            weight += name.length();
            if (known && isNullOrBlank(value) || resolving && name.equals("$id")) {
                continue;
            }
            FieldNames.Field field = !names ? null : alert && depth == 0 ? ownField(source, name) : FieldNames.of(name);
            JsonNode copy = copyField(value, field, depth, names);
            if (copy != null) {
                set(object, siblings, name, field, copy);
            }
        }
        return object;
    }

    private JsonNode copyField(JsonNode value, FieldNames.Field field, int depth, boolean names) {
        if (field == null) {
            return stringifiedWithin && mayBeStringified(value)
                    ? copyStringified(value, depth + 1, names, FieldNames.Content.PLAIN)
                    : copy(value, depth + 1, names, FieldNames.Content.PLAIN);
        }
        boolean namesWithin = field.content() != FieldNames.Content.FOREIGN_NAMES;
        if (field.stringified() == FieldNames.Stringified.NONE) {
            return copy(value, depth + 1, namesWithin, field.content());
        }
        boolean outside = stringifiedWithin;
        stringifiedWithin |= field.stringified() == FieldNames.Stringified.ALL_WITHIN;
        JsonNode copy = copyStringified(value, depth + 1, namesWithin, field.content());
        stringifiedWithin = outside;
        return copy;
    }

    /**
     * Returns a copy of the value or of its stringified JSON; the elements of an array may be stringified JSON as well.
     */
    private JsonNode copyStringified(JsonNode value, int depth, boolean names, FieldNames.Content content) {
        JsonNode parsed = parsed(value);
        if (parsed != null) {
            texts++;
            JsonNode copy = copyStringified(parsed, depth, names, content);
            texts--;
            return copy;
        }
        boolean list = value.isArray() && depth < MAX_DEPTH;
        return list ? copyArray(value, depth, names, content, true) : copy(value, depth, names, content);
    }

    /**
     * Returns the field of an alert. Aliases of an alert's fields do not apply in an event that wraps the alert: there
     * they belong to the wrapper.
     */
    private FieldNames.Field ownField(JsonNode source, String name) {
        FieldNames.Field field = FieldNames.ofAlert(name);
        if (field == null || !field.alias() || field == FieldNames.of(name)) {
            return field;
        }
        if (wrapsAlert == null) {
            JsonNode alertWithin = Fields.get(source, "properties");
            wrapsAlert = alertWithin != null && (alertWithin.isObject() || parsed(alertWithin) instanceof ObjectNode);
        }
        return wrapsAlert ? FieldNames.of(name) : field;
    }

    /**
     * Returns whether the value may contain stringified JSON objects. Any array may, as its elements may; stringified
     * arrays of numbers or words are values like any other.
     */
    private static boolean mayBeStringified(JsonNode value) {
        return value.isArray() || value.isTextual() && value.textValue().indexOf('{') >= 0;
    }

    /**
     * Returns the array or object that a string contains as stringified JSON, null if there is none or the nesting is
     * too deep.
     */
    private JsonNode parsed(JsonNode value) {
        if (!value.isTextual()
                || texts == MAX_TEXTS
                || misread == MOST_MISREAD
                || !StringifiedJson.maybe(value.textValue())) {
            return null;
        }
        JsonNode parsed = StringifiedJson.container(value.textValue());
        misread += parsed == null ? 1 : 0;
        return parsed;
    }

    /** Sets the field under its canonical name, unless the source has another field of exactly that name. */
    private static void set(ObjectNode object, Siblings siblings, String name, FieldNames.Field field, JsonNode copy) {
        if (field == null) {
            object.set(siblings.unusedName(object, name), copy);
        } else if (field.own()
                || field.alias() && siblings.hasValue(field)
                || !field.alias() && siblings.have(field.name())
                || object.putIfAbsent(field.name(), copy) != null) {
            object.set(name, copy);
        }
    }

    /**
     * The sibling fields of one object, queried for each of them: results that require a scan of all fields are
     * computed once.
     */
    private static final class Siblings {
        private final JsonNode source;

        /**
         * The names of the fields that have a value, ignoring case, and the same without those that hold a placeholder
         * value.
         */
        private Set<String> withValue;

        private Set<String> withoutPlaceholder;

        /** Whether any name begins with a lower-case letter, as all canonical ones do; null until first needed. */
        private Boolean canonical;

        /** How many substitute names were made for a name that another field has. */
        private Map<String, Integer> made;

        Siblings(JsonNode source) {
            this.source = source;
        }

        /**
         * Returns whether there is a field of exactly this canonical name. Continuous export capitalises all names, so
         * that mostly none needs to be looked up.
         */
        boolean have(String name) {
            if (canonical == null) {
                canonical = false;
                for (Map.Entry<String, JsonNode> entry : source.properties()) {
                    canonical |= !entry.getKey().isEmpty()
                            && Character.isLowerCase(entry.getKey().charAt(0));
                }
            }
            return canonical && source.has(name);
        }

        /** Returns whether the field has a value under its canonical name, in any letter case. */
        boolean hasValue(FieldNames.Field field) {
            if (withValue == null) {
                withValue = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
                withoutPlaceholder = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
                for (Map.Entry<String, JsonNode> entry : source.properties()) {
                    if (!isNullOrBlank(entry.getValue()) && FieldNames.isShort(entry.getKey())) {
                        add(entry.getKey(), entry.getValue());
                    }
                }
            }
            return (field.content() == FieldNames.Content.WORD ? withoutPlaceholder : withValue).contains(field.name());
        }

        private void add(String name, JsonNode value) {
            withValue.add(name);
            if (!value.isTextual() || !Texts.isBlankOrPlaceholder(value.textValue())) {
                withoutPlaceholder.add(name);
            }
        }

        /** Returns the name itself, or one that is encodable and that no other field has. */
        String unusedName(ObjectNode object, String name) {
            String clean = Texts.wellFormed(name);
            String unused = clean;
            while (clean != name && (object.has(unused) || source.has(unused))) {
                made = made == null ? new HashMap<>() : made;
                int count = made.merge(clean, 1, Integer::sum);
                unused = clean + (count == 1 ? "_" : "_" + count);
            }
            return unused;
        }
    }

    private JsonNode resolve(String reference, int depth) {
        Definition definition = definitions.get(reference);
        if (definition == null || definition == UNFINISHED) {
            return null;
        }
        lost |= depth + definition.height() > MAX_DEPTH || referenced + definition.weight() > MAX_REFERENCED;
        if (lost) {
            return null;
        }
        referenced += definition.weight();
        weight += definition.weight();
        deepest = Math.max(deepest, depth + definition.height());
        return definition.node();
    }

    private static boolean isNullOrBlank(JsonNode value) {
        return value.isNull() || value.isTextual() && Texts.isBlank(value.textValue());
    }

    private static String idOf(JsonNode value) {
        return value != null && value.isValueNode() && !value.isNull() ? value.asText() : null;
    }

    private static TextNode text(String text) {
        return NODES.textNode(text);
    }

    private static String textOf(JsonNode node) {
        if (isDeeperThan(node, MAX_TEXT_DEPTH)) {
            throw new TooDeep();
        }
        return Texts.wellFormed(node.toString());
    }

    private static boolean isDeeperThan(JsonNode node, int levels) {
        if (levels == 0) {
            return true;
        }
        for (JsonNode child : node) {
            if (child.isContainerNode() && isDeeperThan(child, levels - 1)) {
                return true;
            }
        }
        return false;
    }
}
