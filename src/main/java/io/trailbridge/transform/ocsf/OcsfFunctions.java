package io.trailbridge.transform.ocsf;

import static io.trailbridge.transform.NativeFunction.fixed;
import static io.trailbridge.transform.NativeFunction.unary;
import static io.trailbridge.transform.NativeFunction.variadic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Function;
import io.trailbridge.encoding.TimeText;
import io.trailbridge.transform.AzureIds;
import io.trailbridge.transform.MappingFunctions;
import io.trailbridge.transform.json.CanonicalDigest;
import io.trailbridge.transform.json.DeterministicId;
import io.trailbridge.transform.json.JsonSize;
import io.trailbridge.transform.text.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The functions that only OCSF mappings have. All are total, like those of {@link MappingFunctions}: a value not of the
 * expected form gives null, and therefore no attribute.
 */
final class OcsfFunctions {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The largest size in bytes of JSON of all copies of a value that applies to several objects. */
    private static final int MAX_REPEATED = 64 * 1024;

    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    /** The functions, by their names in a mapping file. */
    static final List<Function> ALL = List.of(
            // The first argument, or element of an array, that is a time, in ms since 1970.
            variadic("epoch-ms", OcsfFunctions::firstTime),
            // The first argument, or element of an array, that is a time, as the source writes it.
            variadic("time-text", OcsfFunctions::firstTimeText),
            // The type of the Azure resource that an id names.
            unary("resource-type", OcsfFunctions::resourceType),
            // The Azure resource that an id names: {"uid", "name", "type", "cloud_partition"}; null for any other id.
            unary("arm-resource", OcsfFunctions::armResource),
            // A string or number as a string; null for an object or array, which is not a name or id.
            unary("as-scalar", value -> value.isContainerNode() ? null : MappingFunctions.asText(value)),
            // A 32-bit integer, also from a string, decimal or with 0x; a float is rounded.
            unary("as-int", OcsfFunctions::asInt),
            unary("as-port", OcsfFunctions::asPort),
            // A string of the form that OCSF demands of a host name, an email address or a hash; placeholder values are
            // excluded.
            unary("as-hostname", value -> textIf(value, OcsfTypes::isHostName)),
            unary("as-email", value -> textIf(value, OcsfTypes::isEmail)),
            unary("as-hash", value -> textIf(value, OcsfTypes::isHash)),
            // The address and the port of a string such as 10.0.0.4, 10.0.0.4:443 or [2001:db8::1]:443.
            unary("as-ip", value -> part(value, AddressAndPort::address)),
            unary("port-of-ip", value -> part(value, AddressAndPort::port)),
            // A country code of two letters, according to ISO 3166-1.
            unary("as-country", OcsfFunctions::asCountry),
            // A URL of any scheme or without one, without surrounding spaces.
            unary("as-url", OcsfFunctions::asUrl),
            // The elements of an array without those whose values of these fields equal an earlier element's, ignoring
            // letter case: distinct(list, name, ...). An element with none of the fields stays.
            variadic("distinct", OcsfFunctions::distinct),
            // The entities of an alert, each with its kind, its fields and the value for evidences[].data.
            unary("typed-entities", OcsfEntities::of),
            // The elements of an array that are not objects.
            unary("not-objects", OcsfEntities::notObjects),
            // The contents of an alert's identifiers, as {"named": [{"uid", "role_id", "data"}], "rest": [...]}.
            unary("identified", AlertIdentifiers::of),
            // The strings of an array, one per line.
            unary("as-lines", OcsfFunctions::asLines),
            // The path of a file in a folder, with the separators that the folder has: path-of(folder, name).
            fixed("path-of", 2, arguments -> pathOf(MappingFunctions.asText(arguments[0]), arguments[1])),
            // The typed entities of any of these kinds: of-kind(entities, kinds).
            fixed("of-kind", 2, arguments -> OcsfEntities.ofKind(arguments[0], arguments[1])),
            // The searchable values in an array of evidences, and one further observable, possibly null, for each
            // evidence: observables(evidences, types by attribute name, more).
            fixed("observables", 3, arguments -> OcsfEntities.observables(arguments[0], arguments[1], arguments[2])),
            // The part of an object about several things that may be repeated for each: repeatable(object, number of
            // things).
            fixed("repeatable", 2, arguments -> repeatable(arguments[0], arguments[1].asLong())),
            // A UUID of the strings of an array: the same for the same strings, in any letter case.
            unary("uid-of", OcsfFunctions::uidOf));

    private OcsfFunctions() {}

    private static JsonNode resourceType(JsonNode id) {
        String type = id.isTextual() ? AzureIds.type(id.textValue()) : null;
        return type == null || type.isBlank() ? null : NODES.textNode(type);
    }

    private static JsonNode armResource(JsonNode id) {
        JsonNode type = resourceType(id);
        if (type == null) {
            return null;
        }
        ObjectNode resource = NODES.objectNode();
        resource.set("uid", id);
        String name = AzureIds.name(id.textValue());
        if (name != null && !name.isBlank()) {
            resource.put("name", name);
        }
        resource.set("type", type);
        return resource.put("cloud_partition", "AzureCloud");
    }

    private static JsonNode firstTime(JsonNode[] candidates) {
        for (JsonNode candidate : candidates) {
            Instant time = time(candidate);
            if (time != null) {
                return NODES.numberNode(time.toEpochMilli());
            }
        }
        return null;
    }

    /** Returns the time of the string, or of the first string in the array that is one. */
    private static Instant time(JsonNode value) {
        if (value.isTextual()) {
            return TimeText.parse(value.textValue());
        }
        Instant time = null;
        for (int i = 0; value.isArray() && time == null && i < value.size(); i++) {
            time = time(value.get(i));
        }
        return time;
    }

    private static JsonNode firstTimeText(JsonNode[] candidates) {
        for (JsonNode candidate : candidates) {
            JsonNode text = timeText(candidate);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static JsonNode timeText(JsonNode value) {
        if (!value.isArray()) {
            return time(value) == null ? null : value;
        }
        for (int i = 0; i < value.size(); i++) {
            JsonNode text = timeText(value.get(i));
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static JsonNode asInt(JsonNode value) {
        if (value.isInt()) {
            return value;
        }
        if (value.isNumber()) {
            double number = value.doubleValue();
            return number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE
                    ? NODES.numberNode((int) Math.round(number))
                    : null;
        }
        if (!value.isTextual() || value.textValue().length() > 18) {
            return null;
        }
        String text = value.textValue().trim();
        boolean hex = text.regionMatches(true, 0, "0x", 0, 2);
        try {
            long number = hex ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
            return number == (int) number ? NODES.numberNode((int) number) : null;
        } catch (NumberFormatException e) {
            // Some other text where a number was expected: treated as absent.
            return null;
        }
    }

    /** Returns the part read from a string, the value itself if the part is all of it. */
    private static JsonNode part(JsonNode value, UnaryOperator<String> reading) {
        String part = value.isTextual() ? reading.apply(value.textValue()) : null;
        return part == null ? null : part.equals(value.textValue()) ? value : NODES.textNode(part);
    }

    private static JsonNode asCountry(JsonNode value) {
        // Converting to upper case turns some single letters into two.
        boolean two = value.isTextual() && value.textValue().length() == 2;
        String code = two ? value.textValue().toUpperCase(Locale.ROOT) : "";
        return COUNTRIES.contains(code) ? NODES.textNode(code) : null;
    }

    private static JsonNode asPort(JsonNode value) {
        JsonNode number = asInt(value);
        return number != null && OcsfTypes.isPort(number) ? number : null;
    }

    private static JsonNode asUrl(JsonNode value) {
        String text = value.isTextual() ? value.textValue().strip() : "";
        JsonNode url = text.length() == value.asText().length() ? value : NODES.textNode(text);
        return textIf(url, OcsfTypes::isUrl);
    }

    private static JsonNode textIf(JsonNode value, Predicate<String> form) {
        return value.isTextual() && form.test(value.textValue()) && !Texts.isPlaceholder(value.textValue())
                ? value
                : null;
    }

    private static JsonNode asLines(JsonNode value) {
        JsonNode texts = MappingFunctions.asTexts(value);
        if (texts.size() < 2) {
            return texts.get(0);
        }
        StringJoiner lines = new StringJoiner("\n");
        texts.forEach(text -> lines.add(text.textValue()));
        return NODES.textNode(lines.toString());
    }

    private static JsonNode pathOf(JsonNode folder, JsonNode name) {
        if (folder == null || !name.isTextual()) {
            return null;
        }
        String path = folder.textValue();
        boolean separated = path.endsWith("/") || path.endsWith("\\");
        String separator = separated ? "" : path.indexOf('\\') >= 0 || path.endsWith(":") ? "\\" : "/";
        return NODES.textNode(path + separator + name.textValue());
    }

    private static JsonNode distinct(JsonNode[] arguments) {
        if (!arguments[0].isArray() || arguments[0].size() < 2) {
            return arguments[0];
        }
        ArrayNode kept = NODES.arrayNode(arguments[0].size());
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (JsonNode element : arguments[0]) {
            String key = key(element, arguments);
            if (key == null || seen.add(key)) {
                kept.add(element);
            }
        }
        return kept;
    }

    /** Returns the values of the named fields, null if there are none. */
    private static String key(JsonNode element, JsonNode[] arguments) {
        String key = null;
        for (int i = 1; i < arguments.length; i++) {
            JsonNode value = element.get(arguments[i].asText());
            if (value != null) {
                String text = value.isContainerNode() ? value.toString() : value.asText();
                key = key == null ? text : key + '\n' + text;
            }
        }
        return key;
    }

    /**
     * Returns the smallest fields, as many as fit so that all copies together have at most {@value #MAX_REPEATED}
     * bytes.
     */
    private static JsonNode repeatable(JsonNode object, long copies) {
        if (!object.isObject() || JsonSize.of(object) * copies <= MAX_REPEATED) {
            return object;
        }
        Map<String, Long> sizes = new HashMap<>();
        object.properties()
                .forEach(field -> sizes.put(field.getKey(), JsonSize.ofField(field.getKey(), field.getValue())));
        List<String> names = new ArrayList<>(sizes.keySet());
        names.sort(Comparator.comparing((String name) -> sizes.get(name)).thenComparing(Comparator.naturalOrder()));
        Set<String> kept = new HashSet<>();
        long size = 0;
        for (String name : names) {
            size += sizes.get(name) * copies;
            if (size > MAX_REPEATED) {
                break;
            }
            kept.add(name);
        }
        return NODES.objectNode().<ObjectNode>setAll((ObjectNode) object).retain(kept);
    }

    private static JsonNode uidOf(JsonNode parts) {
        List<String> texts = new ArrayList<>(parts.size());
        for (JsonNode part : parts) {
            texts.add(part.isContainerNode() ? CanonicalDigest.of(part) : part.asText());
        }
        return NODES.textNode(DeterministicId.ofAnyCase("finding", texts).toString());
    }
}
