package io.trailbridge.transform;

import static io.trailbridge.transform.NativeFunction.fixed;
import static io.trailbridge.transform.NativeFunction.unary;
import static io.trailbridge.transform.NativeFunction.variadic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Function;
import io.trailbridge.encoding.TimeText;
import io.trailbridge.transform.json.CanonicalDigest;
import io.trailbridge.transform.json.Fields;
import io.trailbridge.transform.json.StringifiedJson;
import io.trailbridge.transform.text.PlainText;
import io.trailbridge.transform.text.Texts;
import io.trailbridge.transform.text.WebLink;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The functions that mapping files have in addition to those of JSLT. All are total: a value of an unexpected type
 * gives null or is returned unchanged, so that an unusual event is mapped as far as possible instead of failing.
 */
public final class MappingFunctions {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The functions, by their names in a mapping file. */
    static final List<Function> ALL = List.of(
            // Replacements for JSLT's own, whose time grows with the square of a string's length.
            unary("lowercase", value -> folded(value, Texts::lowerCase)),
            unary("uppercase", value -> folded(value, Texts::upperCase)),
            // A string, also for a number, a boolean, an object or an array; null for an empty or placeholder value.
            unary("as-text", MappingFunctions::asText),
            // A word that is a string in one form of an event and {"value": text} or {"code": text} in another.
            unary("as-word", MappingFunctions::asWord),
            // The first argument that has content, as a string.
            variadic("first-text", MappingFunctions::firstText),
            // An array of the strings of an array, or of the value as its only element, without empty ones and
            // duplicates.
            unary("as-texts", MappingFunctions::asTexts),
            // Whether both are strings and, ignoring letter case, equal.
            fixed("same-text", 2, arguments -> BooleanNode.valueOf(sameText(arguments[0], arguments[1]))),
            // A word in the form used as a lookup key: lower case, without spaces, hyphens and underscores.
            unary("word-key", MappingFunctions::wordKey),
            // An array: the value itself, a parsed stringified array, or an array with the value as its only element.
            unary("as-list", MappingFunctions::asList),
            // The words of "A, B", of ["A", "B"] and of "[\"A\", \"B\"]", without placeholder values.
            unary("words", MappingFunctions::words),
            // The object without these fields: without(object, name or array of names, ...); a null names none.
            variadic("without", MappingFunctions::without),
            // The result of + on these objects, any of which may be null, computed at once: merge(object, ...).
            variadic("merge", MappingFunctions::merge),
            // The field of that name in any letter case: field-of(object, name).
            fixed("field-of", 2, arguments -> Fields.get(arguments[0], arguments[1].asText())),
            // A string, or each string of an array, without HTML.
            unary("plain-text", MappingFunctions::plainText),
            // The first argument that is a time, as yyyy-MM-ddTHH:mm:ssZ in UTC.
            variadic("utc-time", MappingFunctions::utcTime),
            // The first subscription id in these resource ids, subscription ids or arrays of them, in lower case.
            variadic("subscription-of", arguments -> firstText(arguments, AzureIds::subscription)),
            // The first GUID in these strings or arrays of them, in lower case.
            variadic("guid-of", arguments -> firstText(arguments, AzureIds::guid)),
            // The resource that an id of Microsoft.Security refers to.
            unary("resource-of", id -> firstText(id, AzureIds::assessedResource)),
            // The resources that a posture event is about: [{"uid", "alias", "name", "type", "native", "cloud",
            // "partition", "region", "account", "facts", "data", "related"}].
            unary("assessed-resources", AssessedResources::of),
            // The name of the Azure resource that an id names.
            unary("resource-name", id -> id.isTextual() ? text(AzureIds.name(id.textValue())) : null),
            // The segment of a resource id after the one of that name: id-part(id, name).
            fixed(
                    "id-part",
                    2,
                    arguments -> firstText(arguments[0], id -> AzureIds.segmentAfter(id, arguments[1].asText()))),
            // The advice in a step or an array of steps: {"texts", "links", "lines", "apart", "rest"}.
            unary("advice", Advice::of),
            // What the blocks of continuous export contain about an event: {"deletion", "isSnapshot", "apiVersion"};
            // null for an event without any.
            unary("exported", Enrichment::of),
            // The source address of the activity that these entities took part in.
            unary("source-ip", SourceAddress::of),
            // A link to a web page, completed with the scheme if it lacks one; no javascript:, no file:.
            unary("web-url", MappingFunctions::webUrl),
            // The vulnerabilities in the properties of an event, null if it is about none: see VulnerabilityFacts. The
            // name is for one that has no id.
            fixed("vulnerability-facts", 2, arguments -> VulnerabilityFacts.of(arguments[0], arguments[1])),
            // SHA-256 of the canonical JSON of a value.
            unary("digest", value -> NODES.textNode(CanonicalDigest.of(value))),
            // The id of an event's state: event-uid(id, [state, ...], origin, event).
            fixed("event-uid", 4, EventUid::of));

    private MappingFunctions() {}

    /** Returns the value as a string: a string itself, null for an empty or placeholder value. */
    public static JsonNode asText(JsonNode value) {
        if (value.isTextual()) {
            return Texts.isBlankOrPlaceholder(value.textValue()) ? null : value;
        }
        if (value.isNull() || value.isMissingNode() || value.isContainerNode() && value.isEmpty()) {
            return null;
        }
        return NODES.textNode(value.isContainerNode() ? value.toString() : value.asText());
    }

    private static JsonNode folded(JsonNode value, UnaryOperator<String> folding) {
        if (value.isNull()) {
            return null;
        }
        String text = value.isTextual() ? value.textValue() : value.toString();
        String folded = folding.apply(text);
        return value.isTextual() && folded.equals(text) ? value : NODES.textNode(folded);
    }

    private static JsonNode firstText(JsonNode[] candidates) {
        for (JsonNode candidate : candidates) {
            JsonNode text = asText(candidate);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    /** Returns an array of the strings of an array, or of the value, each once. */
    public static JsonNode asTexts(JsonNode value) {
        if (!value.isArray()) {
            ArrayNode texts = NODES.arrayNode(1);
            JsonNode text = asText(value);
            return text == null ? texts : texts.add(text);
        }
        ArrayNode texts = NODES.arrayNode(value.size());
        // A set of strings, not of nodes: strings are ordered, so that many with the same hash cost no more than
        // others.
        Set<String> seen = value.size() < 2 ? null : new HashSet<>();
        for (JsonNode element : value) {
            JsonNode text = asText(element);
            if (text != null && (seen == null || seen.add(text.textValue()))) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static boolean sameText(JsonNode one, JsonNode other) {
        return one.isTextual() && other.isTextual() && one.textValue().equalsIgnoreCase(other.textValue());
    }

    /** Returns the string as a lookup key, null if the value is not a string. */
    public static JsonNode wordKey(JsonNode value) {
        if (!value.isTextual()) {
            return null;
        }
        String text = value.textValue();
        if (isKey(text)) {
            return value;
        }
        StringBuilder key = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '-' && c != '_') {
                key.append(Character.toLowerCase(c));
            }
        }
        return NODES.textNode(key.toString());
    }

    private static JsonNode asWord(JsonNode value) {
        if (!value.isObject()) {
            return asText(value);
        }
        JsonNode word = value.path("value");
        boolean hasWord = !word.isMissingNode() && !word.isNull() && !(word.isContainerNode() && word.isEmpty());
        return asText(hasWord ? word : value.path("code"));
    }

    private static boolean isKey(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 'a' || text.charAt(i) > 'z') {
                return false;
            }
        }
        return true;
    }

    private static JsonNode asList(JsonNode value) {
        if (value.isNull() || value.isArray()) {
            return value;
        }
        if (value.isTextual() && value.textValue().startsWith("[")) {
            JsonNode list = StringifiedJson.container(value.textValue());
            if (list != null) {
                return list;
            }
        }
        return NODES.arrayNode().add(value);
    }

    private static JsonNode words(JsonNode value) {
        ArrayNode words = NODES.arrayNode();
        for (JsonNode element : asList(value)) {
            if (!element.isTextual()) {
                if (!element.isNull()) {
                    words.add(element);
                }
                continue;
            }
            String text = element.textValue();
            for (int start = 0; start < text.length(); ) {
                int comma = text.indexOf(',', start);
                int end = comma < 0 ? text.length() : comma;
                String word = text.substring(start, end).trim();
                if (!word.isEmpty() && !Texts.isPlaceholder(word)) {
                    words.add(word);
                }
                start = end + 1;
            }
        }
        return words;
    }

    private static JsonNode without(JsonNode[] arguments) {
        if (!arguments[0].isObject()) {
            return arguments[0];
        }
        ObjectNode object = (ObjectNode) arguments[0];
        ObjectNode rest = object;
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i].isArray()) {
                for (JsonNode name : arguments[i]) {
                    rest = without(rest, name, object);
                }
            } else {
                rest = without(rest, arguments[i], object);
            }
        }
        return rest;
    }

    /** Removes the field, from a copy of the source only if the field is there. */
    private static ObjectNode without(ObjectNode object, JsonNode name, ObjectNode source) {
        if (!name.isTextual() || !object.has(name.textValue())) {
            return object;
        }
        ObjectNode rest = object == source ? NODES.objectNode().setAll(source) : object;
        rest.remove(name.textValue());
        return rest;
    }

    private static JsonNode merge(JsonNode[] objects) {
        int size = 0;
        for (JsonNode object : objects) {
            size += object.size();
        }
        // With capacity for all, so that it need not grow.
        ObjectNode all = new ObjectNode(NODES, new LinkedHashMap<>(size * 4 / 3 + 1));
        for (int i = objects.length - 1; i >= 0; i--) {
            if (objects[i].isObject()) {
                all.setAll((ObjectNode) objects[i]);
            }
        }
        return all;
    }

    private static JsonNode plainText(JsonNode value) {
        if (value.isTextual()) {
            String plain = PlainText.of(value.textValue());
            return plain.isBlank() ? null : plain == value.textValue() ? value : NODES.textNode(plain);
        }
        if (!value.isArray()) {
            return value;
        }
        ArrayNode texts = NODES.arrayNode();
        for (JsonNode element : value) {
            JsonNode text = plainText(element);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static JsonNode utcTime(JsonNode[] candidates) {
        return firstText(candidates, TimeText::utcSeconds);
    }

    private static JsonNode webUrl(JsonNode value) {
        return value.isTextual() ? firstText(value, WebLink::of) : null;
    }

    private interface Reading {
        String of(String text);
    }

    private static JsonNode firstText(JsonNode[] candidates, Reading reading) {
        for (JsonNode candidate : candidates) {
            JsonNode found = firstText(candidate, reading);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Returns the result of reading the string, or the first string of the array that can be read. */
    private static JsonNode firstText(JsonNode candidate, Reading reading) {
        if (candidate.isTextual()) {
            String found = reading.of(candidate.textValue());
            return found == null ? null : found.equals(candidate.textValue()) ? candidate : NODES.textNode(found);
        }
        if (candidate.isArray()) {
            for (int i = 0; i < candidate.size(); i++) {
                JsonNode found = firstText(candidate.get(i), reading);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static JsonNode text(String text) {
        return text == null || text.isBlank() ? null : NODES.textNode(text);
    }
}
