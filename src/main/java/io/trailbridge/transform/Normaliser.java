package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trailbridge.transform.json.Fields;
import io.trailbridge.transform.json.SharedObjects;
import io.trailbridge.transform.json.StringifiedJson;
import io.trailbridge.transform.text.Texts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes one event ready for its mapping, in a copy: field names in one spelling, fields without a value left out,
 * structures that arrive as JSON text read, {@code $ref} replaced by what it names (unless that makes the event too
 * large or too deep: then all references stay as they are), text that can be written as UTF-8, nesting bounded. An
 * event of unknown kind only gets the last two: nothing may be read into it.
 *
 * <p>One instance serves one event, on one thread.
 */
final class Normaliser {
    /** What is nested deeper becomes its JSON text: no consumer of audit events reads deeper structures. */
    static final int MAX_DEPTH = 100;

    /** Deeper than this even the text is not made: its writer recurses. */
    static final int MAX_TEXT_DEPTH = 900;

    /** Chars by which references may make one event grow; of one that they make grow more they are not resolved. */
    private static final int MAX_REFERENCED = 256 * 1024;

    /** They may make each event grow by so many chars, and a larger one by no more than so many times its own. */
    private static final int FREELY_REFERENCED = 16 * 1024;

    private static final int MOST_GROWTH = 8;

    /** Texts within texts that spell structures; each level is read once more than the one around it. */
    private static final int MAX_TEXTS = 3;

    /** After so many texts that only look like structures the others are taken for what they are. */
    private static final int MOST_MISREAD = 1000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Definition UNFINISHED = new Definition(null, 0, 0);

    private record Definition(JsonNode node, int weight, int height) {}

    /** What {@code $id} names, in document order: ids repeat, and the last before its use counts. */
    private final Map<String, Definition> definitions = new HashMap<>();

    /** Whether the event has an alert in its properties; null until that is asked. */
    private Boolean wrapsAlert;

    private final boolean known;
    private final boolean alert;
    private final boolean resolving;
    private int weight;
    private int referenced;
    private int deepest;
    private boolean lost;

    /** Texts around the present place that spell the structure in which it is. */
    private int texts;

    /** Whether a field that mappings do not know may hold a structure as text where the present place is. */
    private boolean foreignTexts;

    /** Texts that looked like structures and were none. */
    private int misread;

    private Normaliser(EventKind kind, boolean resolving) {
        this.known = kind != EventKind.UNRECOGNISED;
        this.alert = kind == EventKind.ALERT;
        this.resolving = resolving;
    }

    /**
     * An event ready for its mapping.
     *
     * @param grown whether references made it larger than its source; {@link #withReferences} then is the smaller form
     */
    record Normal(JsonNode event, boolean grown) {}

    /** The event is nested deeper than can be kept, even as text. */
    static final class TooDeep extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooDeep() {
            super("the event is nested deeper than " + (MAX_DEPTH + MAX_TEXT_DEPTH) + " levels");
        }
    }

    /** @throws TooDeep when the event is nested deeper than can be kept */
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

    /** The same, with {@code $id} and {@code $ref} as the source has them. */
    static JsonNode withReferences(JsonNode event, EventKind kind) {
        return new Normaliser(kind, false).copy(event, 0, true, FieldNames.Content.PLAIN);
    }

    /** The copy, or null when it says nothing and is left out. */
    private JsonNode copy(JsonNode node, int depth, boolean names, FieldNames.Content content) {
        weight += 2;
        if (node.isTextual()) {
            String text = node.textValue();
            weight += text.length();
            String clean = Texts.wellFormed(text);
            if (content == FieldNames.Content.WORD && SharedObjects.isNothing(clean)) {
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
            JsonNode source, int depth, boolean names, FieldNames.Content content, boolean spelled) {
        ArrayNode array = NODES.arrayNode(source.size());
        deepest = Math.max(deepest, depth);
        for (JsonNode element : source) {
            JsonNode copy = spelled && element.isTextual() ? copySpelled(element, depth + 1, names, content)
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

    /** An object that need not grow while it takes the fields of that one. */
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
            if (known && isNothing(value) || resolving && name.equals("$id")) {
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
            return foreignTexts && spellsObjects(value) ? copySpelled(value, depth + 1, names, FieldNames.Content.PLAIN)
                    : copy(value, depth + 1, names, FieldNames.Content.PLAIN);
        }
        boolean namesWithin = field.content() != FieldNames.Content.FOREIGN_NAMES;
        if (field.spelling() == FieldNames.Spelling.NONE) {
            return copy(value, depth + 1, namesWithin, field.content());
        }
        boolean outside = foreignTexts;
        foreignTexts |= field.spelling() == FieldNames.Spelling.ALL_WITHIN;
        JsonNode copy = copySpelled(value, depth + 1, namesWithin, field.content());
        foreignTexts = outside;
        return copy;
    }

    /** The copy of what the value is or spells, or of a list whose elements may be texts that spell structures. */
    private JsonNode copySpelled(JsonNode value, int depth, boolean names, FieldNames.Content content) {
        JsonNode spelled = spells(value);
        if (spelled != null) {
            texts++;
            JsonNode copy = copySpelled(spelled, depth, names, content);
            texts--;
            return copy;
        }
        boolean list = value.isArray() && depth < MAX_DEPTH;
        return list ? copyArray(value, depth, names, content, true) : copy(value, depth, names, content);
    }

    /** The other names of an alert's fields are none around one: there they belong to what holds it. */
    private FieldNames.Field ownField(JsonNode source, String name) {
        FieldNames.Field field = FieldNames.ofAlert(name);
        if (field == null || !field.alias() || field == FieldNames.of(name)) {
            return field;
        }
        if (wrapsAlert == null) {
            JsonNode alertWithin = Fields.get(source, "properties");
            wrapsAlert = alertWithin != null && (alertWithin.isObject() || spells(alertWithin) instanceof ObjectNode);
        }
        return wrapsAlert ? FieldNames.of(name) : field;
    }

    /** Whether that may be, or the elements of a list may be; a list of numbers or words is a value like any other. */
    private static boolean spellsObjects(JsonNode value) {
        return value.isArray() || value.isTextual() && value.textValue().indexOf('{') >= 0;
    }

    /** What the text spells, null when that is no structure or too many texts are around it. */
    private JsonNode spells(JsonNode value) {
        if (!value.isTextual() || texts == MAX_TEXTS || misread == MOST_MISREAD
                || !StringifiedJson.maybe(value.textValue())) {
            return null;
        }
        JsonNode spelled = StringifiedJson.container(value.textValue());
        misread += spelled == null ? 1 : 0;
        return spelled;
    }

    /** Under the one spelling, unless the source has a field of that very name beside this one. */
    private static void set(
            ObjectNode object, Siblings siblings, String name, FieldNames.Field field, JsonNode copy) {
        if (field == null) {
            object.set(siblings.unusedName(object, name), copy);
        } else if (field.own() || field.alias() && siblings.say(field)
                || !field.alias() && siblings.source.has(field.name())
                || object.putIfAbsent(field.name(), copy) != null) {
            object.set(name, copy);
        }
    }

    /** The fields of one object, asked for each of them: what that takes a look at all of them is found out once. */
    private static final class Siblings {
        private final JsonNode source;

        /** The names of those that say something, in any case, and without those that say a word for nothing. */
        private Set<String> saying;
        private Set<String> sayingMore;

        /** How many names were made of one that another field has. */
        private Map<String, Integer> made;

        Siblings(JsonNode source) {
            this.source = source;
        }

        /** Whether the field says something under its own name, in any case of its letters. */
        boolean say(FieldNames.Field field) {
            if (saying == null) {
                saying = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
                sayingMore = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
                for (Map.Entry<String, JsonNode> entry : source.properties()) {
                    if (!isNothing(entry.getValue()) && FieldNames.isShort(entry.getKey())) {
                        add(entry.getKey(), entry.getValue());
                    }
                }
            }
            return (field.content() == FieldNames.Content.WORD ? sayingMore : saying).contains(field.name());
        }

        private void add(String name, JsonNode value) {
            saying.add(name);
            if (!value.isTextual() || !SharedObjects.isNothing(value.textValue())) {
                sayingMore.add(name);
            }
        }

        /** The name itself, or one that can be written and that no other field has. */
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

    private static boolean isNothing(JsonNode value) {
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
