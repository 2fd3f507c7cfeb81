package io.trailbridge.transform.asff;

import static io.trailbridge.transform.NativeFunction.fixed;
import static io.trailbridge.transform.NativeFunction.unary;
import static io.trailbridge.transform.NativeFunction.variadic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Function;
import io.trailbridge.transform.Advice;
import io.trailbridge.transform.MappingFunctions;
import io.trailbridge.transform.NestedEntities;
import io.trailbridge.transform.json.CanonicalDigest;
import io.trailbridge.transform.text.PlainText;
import io.trailbridge.transform.text.Texts;
import io.trailbridge.transform.text.WebLink;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The functions that ASFF mappings have in addition to those of all mappings. All are total, like those. */
final class AsffFunctions {
    private static final int LONGEST_ID = 512;
    private static final int LONGEST_LINK = 2048;
    private static final int MOST_ADVICE = 512;
    private static final String PRODUCT = "microsoft-defender-for-cloud";

    /** Matches a CVE number within a string, including all its digits. */
    private static final Pattern CVE = Pattern.compile("CVE-[0-9]{4}-[0-9]{4,19}(?![0-9])");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static final List<Function> ALL = List.of(
            // The first argument that has content, as plain text; of an array its first element that does.
            variadic("said", arguments -> first(arguments, AsffFunctions::plainText)),
            // The same for a word that is a string in one form of an event and {"value": text} in another.
            unary("said-word", AsffFunctions::plainWord),
            // The first argument that is a time, as yyyy-MM-ddTHH:mm:ss.SSSZ in UTC.
            variadic("first-time", FindingTime::first),
            // The latest time of the arguments, in the same form.
            variadic("latest-time", FindingTime::latest),
            // The first of two times unless it is after the second.
            fixed("not-after", 2, FindingTime::notAfter),
            // The Id of a finding: the id of its object under the product's name, in lower case.
            unary("finding-id", id -> findingId(id, true)),
            // The id of the generator of the finding, under the product's name.
            unary("generator-id", id -> findingId(id, false)),
            // The id of a resource, or its hash if it is too long for Security Hub.
            unary("resource-id", AsffFunctions::resourceId),
            // The first argument that is a web link.
            variadic("http-url", arguments -> first(arguments, AsffFunctions::link)),
            // A process id, 7996 for 0x1f3c.
            unary("process-id", AsffFunctions::processId),
            // The fields of the entities of that type, with or without hyphens and in any letter case.
            fixed("of-type", 2, arguments -> ofType(arguments[0], arguments[1].asText())),
            // The process that an alert is about: suspicious(processes, its extended properties).
            fixed("suspicious", 2, arguments -> Processes.suspicious(arguments[0], arguments[1])),
            // The entities of an array, followed by those that occur only within others.
            unary("with-nested", AsffFunctions::withNested),
            // The fields of the entities that have content under that name.
            fixed("saying", 2, arguments -> withField(arguments[0], arguments[1].asText())),
            // The values of a table under the keys of these words, each value once.
            fixed("values-of", 2, arguments -> valuesOf(arguments[0], arguments[1])),
            // The part that a finding cannot hold if it takes this many chars of a value's text: left-of(value, text,
            // chars).
            fixed("left-of", 3, arguments -> leftOf(arguments[0], arguments[1], arguments[2].asInt())),
            // The advice: {"text", "url": the first link in it, "left": what neither of them can hold}.
            unary("advised", AsffFunctions::advised),
            // The CVE numbers in an upper-case string, each once.
            unary("cves-in", AsffFunctions::cvesIn),
            // The links of {"ids": id or list of ids, "link": link} by each of their ids.
            unary("grouped", AsffFunctions::grouped),
            // The objects of an array, the first of each Id.
            unary("distinct", AsffFunctions::distinct),
            // Any value as the strings of ProductFields.
            unary("product-fields", ProductFields::of));

    private AsffFunctions() {}

    private static JsonNode first(JsonNode[] candidates, UnaryOperator<String> reading) {
        for (JsonNode candidate : candidates) {
            JsonNode found = read(candidate, reading);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static JsonNode plainWord(JsonNode value) {
        if (!value.isObject()) {
            return read(value, AsffFunctions::plainText);
        }
        JsonNode word = read(value.path("value"), AsffFunctions::plainText);
        return word == null ? read(value.path("code"), AsffFunctions::plainText) : word;
    }

    private static JsonNode read(JsonNode value, UnaryOperator<String> reading) {
        if (value.isTextual()) {
            String text = reading.apply(value.textValue());
            return text == null ? null : text.equals(value.textValue()) ? value : NODES.textNode(text);
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                JsonNode found = read(value.get(i), reading);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        String text = value.isNull() || value.isObject() ? null : reading.apply(value.asText());
        return text == null ? null : NODES.textNode(text);
    }

    private static String plainText(String text) {
        String plain = PlainText.of(text).strip();
        return plain.isEmpty() || Texts.isPlaceholder(plain) ? null : plain;
    }

    private static String link(String text) {
        return WebLink.of(text, LONGEST_LINK);
    }

    private static JsonNode findingId(JsonNode value, boolean oneCase) {
        String text = value.isTextual() ? plainText(value.textValue()) : null;
        if (text == null) {
            return oneCase ? null : NODES.textNode(PRODUCT);
        }
        String name = oneCase ? Texts.lowerCase(text) : text;
        String id = PRODUCT + (name.startsWith("/") ? "" : "/") + name;
        return NODES.textNode(id.length() <= LONGEST_ID ? id : PRODUCT + "/" + hash(name));
    }

    private static JsonNode resourceId(JsonNode value) {
        String text = value.isTextual() ? plainText(value.textValue()) : null;
        return text == null ? null : NODES.textNode(text.length() <= LONGEST_ID ? text : hash(text));
    }

    private static String hash(String id) {
        return "sha256:" + CanonicalDigest.of(NODES.textNode(id));
    }

    static JsonNode processId(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.canConvertToInt() && value.intValue() >= 0 ? value : null;
        }
        if (!value.isTextual()) {
            return null;
        }
        String text = value.textValue().strip();
        try {
            boolean hex = text.startsWith("0x") || text.startsWith("0X");
            int id = hex ? Integer.parseInt(text.substring(2), 16) : Integer.parseInt(text);
            return id < 0 ? null : NODES.numberNode(id);
        } catch (NumberFormatException e) {
            // Not a process id: it stays where the entity is kept completely.
            return null;
        }
    }

    /**
     * Returns the fields of the entities of that type. Like all functions that select entities, returns null if there
     * are none.
     */
    private static JsonNode ofType(JsonNode entities, String type) {
        ArrayNode found = null;
        for (JsonNode entity : entities) {
            if (isOfType(entity.path(hasKind(entity) ? "kind" : "type").asText(), type)) {
                found = (found == null ? NODES.arrayNode() : found).add(fields(entity));
            }
        }
        return found;
    }

    private static JsonNode withNested(JsonNode entities) {
        List<JsonNode> all = new ArrayList<>(entities.size());
        entities.forEach(entity -> {
            if (entity.isObject()) {
                all.add(entity);
            }
        });
        List<NestedEntities.Nested> nested = NestedEntities.of(all);
        if (nested.isEmpty()) {
            return entities;
        }
        nested.forEach(one -> all.add(one.entity()));
        return new ArrayNode(NODES, all);
    }

    /** Returns whether a kind names that type: Sentinel writes AzureResource, Defender azure-resource. */
    private static boolean isOfType(String kind, String type) {
        return kind.equalsIgnoreCase(type)
                || kind.length() < type.length() && kind.equalsIgnoreCase(type.replace("-", ""));
    }

    private static JsonNode withField(JsonNode entities, String name) {
        ArrayNode found = null;
        for (JsonNode entity : entities) {
            JsonNode fields = fields(entity);
            if (read(fields.path(name), AsffFunctions::plainText) != null) {
                found = (found == null ? NODES.arrayNode() : found).add(fields);
            }
        }
        return found;
    }

    private static JsonNode valuesOf(JsonNode words, JsonNode table) {
        // The result has no more values than the table, however many words there are.
        List<JsonNode> values = new ArrayList<>();
        for (JsonNode word : words) {
            JsonNode key = MappingFunctions.wordKey(word);
            JsonNode value = key == null ? null : table.get(key.textValue());
            if (value != null && !values.contains(value)) {
                values.add(value);
            }
        }
        return new ArrayNode(NODES, values);
    }

    private static JsonNode advised(JsonNode steps) {
        JsonNode advice = Advice.of(steps);
        if (advice == null) {
            return null;
        }
        StringJoiner lines = new StringJoiner("\n");
        for (JsonNode text : advice.get("texts")) {
            JsonNode line = read(text, AsffFunctions::plainText);
            if (line != null) {
                lines.add(line.textValue());
            }
        }
        JsonNode text = lines.length() == 0 ? NODES.nullNode() : NODES.textNode(lines.toString());
        boolean more = !advice.get("rest").isEmpty() || advice.get("apart").intValue() > 1;
        ObjectNode advised = NODES.objectNode();
        advised.set("text", text);
        advised.set("url", read(advice.get("links"), AsffFunctions::link));
        advised.set("left", more ? steps : leftOf(text, text, MOST_ADVICE));
        return advised;
    }

    private static JsonNode cvesIn(JsonNode text) {
        Set<String> numbers = new LinkedHashSet<>();
        Matcher named = CVE.matcher(text.isTextual() ? text.textValue() : "");
        while (named.find()) {
            numbers.add(named.group());
        }
        ArrayNode list = NODES.arrayNode(numbers.size());
        numbers.forEach(list::add);
        return list;
    }

    private static JsonNode grouped(JsonNode links) {
        ObjectNode groups = NODES.objectNode();
        for (JsonNode link : links) {
            JsonNode ids = link.path("ids");
            for (JsonNode id : ids.isArray() ? ids : NODES.arrayNode(1).add(ids)) {
                if (id.isTextual() && link.has("link")) {
                    groups.withArrayProperty(id.textValue()).add(link.get("link"));
                }
            }
        }
        return groups;
    }

    /**
     * Returns the whole value if it is an object or array, as a finding holds only part of it, and the text if it is
     * too long.
     */
    private static JsonNode leftOf(JsonNode value, JsonNode text, int chars) {
        return value.isContainerNode()
                ? value
                : text.isTextual() && text.textValue().length() > chars ? text : null;
    }

    /** Returns the fields of an entity: Sentinel has them one level deeper. */
    private static JsonNode fields(JsonNode entity) {
        JsonNode properties = entity.path("properties");
        return properties.isObject() && hasKind(entity) ? properties : entity;
    }

    private static boolean hasKind(JsonNode entity) {
        return entity.path("kind").isTextual();
    }

    private static JsonNode distinct(JsonNode list) {
        if (list.isArray() && list.size() == 1 && list.get(0).path("Id").isTextual()) {
            return list;
        }
        ArrayNode distinct = NODES.arrayNode();
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (JsonNode element : list) {
            JsonNode id = element.path("Id");
            if (id.isTextual() && seen.add(id.textValue())) {
                distinct.add(element);
            }
        }
        return distinct;
    }
}
