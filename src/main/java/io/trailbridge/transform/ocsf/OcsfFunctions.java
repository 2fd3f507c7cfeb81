package io.trailbridge.transform.ocsf;

import static io.trailbridge.transform.NativeFunction.fixed;
import static io.trailbridge.transform.NativeFunction.unary;
import static io.trailbridge.transform.NativeFunction.variadic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Function;
import io.trailbridge.transform.AzureIds;
import io.trailbridge.transform.CanonicalDigest;
import io.trailbridge.transform.DeterministicId;
import io.trailbridge.transform.MappingFunctions;
import io.trailbridge.transform.Texts;
import io.trailbridge.transform.TimeText;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The functions that only OCSF mappings have. All are total, as those of {@link MappingFunctions}: what is not of the
 * wanted form gives null, and so no attribute.
 */
final class OcsfFunctions {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The functions, by what they are called in a mapping file. */
    static final List<Function> ALL = List.of(
            // The first argument, or element of a list, that is a time, in ms since 1970.
            variadic("epoch-ms", OcsfFunctions::firstTime),
            // The first argument, or element of a list, that spells a time, as the source spells it.
            variadic("time-text", candidates -> firstTimeText(Arrays.asList(candidates))),
            // A word in the form by which tables know it: lower case, without blanks, hyphens and underscores.
            unary("word-key", OcsfFunctions::wordKey),
            // Name and type of the resource of Azure that an id names.
            unary("resource-name", id -> read(id, AzureIds::name)),
            unary("resource-type", id -> read(id, AzureIds::type)),
            // A whole number of 32 bits, also from a text, decimal or with 0x; a float is rounded.
            unary("as-int", OcsfFunctions::asInt),
            // A text of the form that OCSF demands of a host name, an address, an email address, a hash.
            unary("as-hostname", value -> textIf(value, OcsfTypes::isHostName)),
            unary("as-ip", value -> textIf(value, OcsfTypes::isIp)),
            unary("as-email", value -> textIf(value, OcsfTypes::isEmail)),
            unary("as-hash", value -> textIf(value, OcsfTypes::isHash)),
            unary("as-port", OcsfFunctions::asPort),
            // The texts of a list, or of the value as its only element, without empty ones and repetitions.
            unary("as-texts", OcsfFunctions::asTexts),
            // The elements of a list that are not null.
            unary("said", OcsfFunctions::said),
            // The elements of a list of which none before has the same values of those fields, whatever their case:
            // distinct(list, name, ...). An element with none of them stays.
            variadic("distinct", OcsfFunctions::distinct),
            // The sum of these objects, as that of JSLT, made at once: sum(object, ...).
            variadic("sum", OcsfFunctions::sum),
            // The entities of an alert, of each its kind, its fields and what of it is to stand as evidences[].data.
            unary("typed-entities", OcsfEntities::of),
            // What can be searched for in a list of evidences, and for each of them one thing more, maybe null:
            // observables(evidences, types by the names of attributes, more).
            fixed("observables", 3, arguments -> OcsfEntities.observables(arguments[0], arguments[1], arguments[2])),
            // A UUID of the texts of a list: the same for the same ones, in any case.
            unary("uid-of", OcsfFunctions::uidOf));

    private OcsfFunctions() {}

    private static JsonNode read(JsonNode text, UnaryOperator<String> reading) {
        String read = text.isTextual() ? reading.apply(text.textValue()) : null;
        return read == null || read.isBlank() ? null : NODES.textNode(read);
    }

    static JsonNode wordKey(JsonNode value) {
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

    private static boolean isKey(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 'a' || text.charAt(i) > 'z') {
                return false;
            }
        }
        return true;
    }

    private static JsonNode firstTime(JsonNode[] candidates) {
        JsonNode text = firstTimeText(Arrays.asList(candidates));
        return text == null ? null : NODES.numberNode(time(text).toEpochMilli());
    }

    private static JsonNode firstTimeText(Iterable<JsonNode> candidates) {
        for (JsonNode candidate : candidates) {
            JsonNode text = candidate.isArray() ? firstTimeText(candidate)
                    : time(candidate) == null ? null : candidate;
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static Instant time(JsonNode value) {
        return value.isTextual() ? TimeText.parse(value.textValue()) : null;
    }

    private static JsonNode asInt(JsonNode value) {
        if (value.isInt()) {
            return value;
        }
        if (value.isNumber()) {
            double number = value.doubleValue();
            return number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE
                    ? NODES.numberNode((int) Math.round(number)) : null;
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
            // Some other text where a number was expected: there is none.
            return null;
        }
    }

    private static JsonNode asPort(JsonNode value) {
        JsonNode number = asInt(value);
        return number != null && OcsfTypes.isPort(number) ? number : null;
    }

    private static JsonNode textIf(JsonNode value, Predicate<String> form) {
        return value.isTextual() && form.test(value.textValue()) ? value : null;
    }

    private static JsonNode asTexts(JsonNode value) {
        ArrayNode texts = NODES.arrayNode();
        if (!value.isArray()) {
            JsonNode text = MappingFunctions.asText(value);
            return text == null ? texts : texts.add(text);
        }
        Set<JsonNode> seen = value.size() < 2 ? null : new HashSet<>();
        for (JsonNode element : value) {
            JsonNode text = MappingFunctions.asText(element);
            if (text != null && (seen == null || seen.add(text))) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static JsonNode said(JsonNode list) {
        ArrayNode said = NODES.arrayNode();
        for (JsonNode element : list) {
            if (!element.isNull()) {
                said.add(element);
            }
        }
        return said;
    }

    private static JsonNode distinct(JsonNode[] arguments) {
        if (!arguments[0].isArray() || arguments[0].size() < 2) {
            return arguments[0];
        }
        ArrayNode kept = NODES.arrayNode();
        HashSet<String> seen = new HashSet<>();
        for (JsonNode element : arguments[0]) {
            StringBuilder key = new StringBuilder();
            for (int i = 1; i < arguments.length; i++) {
                JsonNode value = element.path(arguments[i].asText());
                key.append(value.isMissingNode() ? "" : value.asText() + '\n');
            }
            if (key.isEmpty() || seen.add(key.toString().toLowerCase(Locale.ROOT))) {
                kept.add(element);
            }
        }
        return kept;
    }

    private static JsonNode sum(JsonNode[] objects) {
        ObjectNode sum = NODES.objectNode();
        for (int i = objects.length - 1; i >= 0; i--) {
            if (objects[i].isObject()) {
                sum.setAll((ObjectNode) objects[i]);
            }
        }
        return sum;
    }

    private static JsonNode uidOf(JsonNode parts) {
        StringBuilder name = new StringBuilder("finding");
        for (JsonNode part : parts) {
            name.append('\n').append(part.isContainerNode() ? CanonicalDigest.of(part) : part.asText());
        }
        String folded = Texts.wellFormed(name.toString().toLowerCase(Locale.ROOT));
        return NODES.textNode(DeterministicId.of(folded).toString());
    }
}
