package io.trailbridge.transform.asff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.encoding.TimeText;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.MappingException;
import io.trailbridge.transform.json.JsonSize;
import io.trailbridge.transform.text.Texts;
import io.trailbridge.transform.text.WebLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks one finding against the table {@code mappings/asff/fields.txt}. Values that are merely too long or too many
 * are cut and named, values without content are left out, and a finding with missing or invalid values is refused here
 * instead of by the service. The table states which of its limits Security Hub publishes and which are ours.
 */
final class AsffValidator {
    /** Chars of punctuation around a name or a string. */
    private static final int OVERHEAD = 4;

    private static final int LONGEST_CATEGORY = 128;
    private static final Set<String> NAMESPACES = Set.of(
            "Software and Configuration Checks",
            "TTPs",
            "Effects",
            "Unusual Behaviors",
            "Sensitive Data Identifications");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final EventKind kind;
    private final String mapping;
    private final List<String> cuts = new ArrayList<>();

    /** Names and indexes from the finding down to the current position of the check. */
    private final List<Object> path = new ArrayList<>();

    private long chars;

    AsffValidator(EventKind kind, String mapping) {
        this.kind = kind;
        this.mapping = mapping;
    }

    /** Returns the finding; the document itself if nothing needs to change. */
    ObjectNode finding(JsonNode document) {
        if (!document.isObject()) {
            throw refused("the mapping made no object");
        }
        return (ObjectNode) object(document, AsffField.FINDING);
    }

    /** Returns what was cut, to be named in the finding. */
    List<String> cuts() {
        return cuts;
    }

    /** Returns the approximate number of chars of all texts and names, so that a small finding need not be measured. */
    long chars() {
        return chars;
    }

    /** Returns the checked object, the object itself if nothing needs to change. */
    private JsonNode object(JsonNode source, AsffField rule) {
        if (!source.isObject()) {
            throw refused("it must be an object");
        }
        ObjectNode copy = null;
        int required = 0;
        for (Map.Entry<String, JsonNode> entry : source.properties()) {
            AsffField field = rule.children().get(entry.getKey());
            path.add(entry.getKey());
            if (field == null) {
                throw refused("a finding provider has no such field; put it into ProductFields");
            }
            JsonNode value = value(entry.getValue(), field);
            path.remove(path.size() - 1);
            chars += entry.getKey().length() + OVERHEAD;
            required += field.required() && value != null ? 1 : 0;
            if (value != entry.getValue()) {
                copy = copy == null ? NODES.objectNode().setAll((ObjectNode) source) : copy;
                if (value == null) {
                    copy.remove(entry.getKey());
                } else {
                    copy.set(entry.getKey(), value);
                }
            }
        }
        JsonNode object = copy == null ? source : copy;
        if (required == rule.requiredChildren().size()) {
            return object;
        }
        for (String name : rule.requiredChildren()) {
            if (!object.has(name)) {
                path.add(name);
                throw refused(missing(rule.children().get(name)));
            }
        }
        return object;
    }

    /** Returns the checked value, null if it has no content. */
    private JsonNode value(JsonNode value, AsffField rule) {
        if (value.isNull()
                || value.isContainerNode() && value.isEmpty()
                || value.isTextual() && Texts.isBlankOrPlaceholder(value.textValue())) {
            return null;
        }
        return switch (rule.type()) {
            case OBJECT -> {
                JsonNode object = object(value, rule);
                yield object.isEmpty() ? null : object;
            }
            case LIST -> list(value, rule);
            case MAP, REST -> map(value, rule);
            case TEXT ->
                text(value).length() <= rule.limits().get(0)
                        ? value
                        : NODES.textNode(ProductFields.marked(
                                value.textValue(), rule.limits().get(0)));
            case INTEGER -> integer(value, rule);
            case NUMBER -> checked(value, value.isNumber() && Double.isFinite(value.doubleValue()), "a number");
            case KEY -> bounded(value, rule);
            case LINK -> checked(value, WebLink.isValid(bounded(value, rule).textValue()), "a link of the web");
            case ONE_OF -> checked(value, rule.values().contains(text(value)), "one that is listed");
            case TIME -> checked(value, isTime(text(value)), "a time with a zone");
            case TYPE -> checked(value, isType(text(value)), "a type of finding");
            case FREE -> {
                chars += JsonSize.of(value);
                yield value;
            }
        };
    }

    private JsonNode list(JsonNode value, AsffField rule) {
        if (!value.isArray()) {
            throw refused("it must be a list");
        }
        int most = rule.limits().get(1);
        ArrayNode copy = null;
        for (int i = 0; i < value.size(); i++) {
            if ((copy == null ? i : copy.size()) == most) {
                cuts.add(place() + ": " + (value.size() - i) + " elements");
                return copy == null ? first(value, i) : copy;
            }
            path.add(i);
            JsonNode element = value(value.get(i), rule.element());
            path.remove(path.size() - 1);
            if (copy == null && element != value.get(i)) {
                copy = first(value, i);
            }
            if (copy != null && element != null) {
                copy.add(element);
            }
        }
        return copy == null ? value : copy.isEmpty() ? null : copy;
    }

    private static ArrayNode first(JsonNode list, int count) {
        ArrayNode first = NODES.arrayNode(list.size());
        for (int i = 0; i < count; i++) {
            first.add(list.get(i));
        }
        return first;
    }

    private JsonNode map(JsonNode value, AsffField rule) {
        if (!value.isObject()) {
            throw refused("it must be an object");
        }
        boolean whole = value.size() <= rule.limits().get(0);
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String key = entry.getKey();
            if (key.startsWith("aws/")) {
                throw refused("keys that start with aws/ are reserved");
            }
            if (whole) {
                String text = entry.getValue().isTextual() ? entry.getValue().textValue() : "";
                whole = !isWithoutValue(text, rule)
                        && text.length() <= rule.limits().get(2)
                        && !key.isBlank()
                        && key.length() <= rule.limits().get(1);
                chars += key.length() + text.length() + OVERHEAD;
            }
        }
        return whole ? value : cutMap(value, rule);
    }

    private static boolean isWithoutValue(String text, AsffField rule) {
        return rule.type() == AsffField.Type.REST ? text.isBlank() : Texts.isBlankOrPlaceholder(text);
    }

    private JsonNode cutMap(JsonNode value, AsffField rule) {
        ObjectNode map = NODES.objectNode();
        int left = 0;
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String text = ProductFields.textOf(entry.getValue());
            String key = ProductFields.marked(entry.getKey(), rule.limits().get(1));
            if (key.isBlank() || entry.getValue().isNull() || isWithoutValue(text, rule)) {
                continue;
            }
            if (map.size() < rule.limits().get(0)) {
                String kept = ProductFields.marked(text, rule.limits().get(2));
                chars += key.length() + kept.length() + OVERHEAD;
                map.put(key, kept);
            } else {
                left++;
            }
        }
        if (left > 0) {
            cuts.add(place() + ": " + left + " fields");
        }
        return map.isEmpty() ? null : map;
    }

    private JsonNode bounded(JsonNode value, AsffField rule) {
        if (text(value).length() > rule.limits().get(0)) {
            throw refused("it must be of " + rule.limits().get(0) + " chars at most");
        }
        return value;
    }

    private JsonNode integer(JsonNode value, AsffField rule) {
        boolean fits = value.isNumber()
                && value.canConvertToLong()
                && value.doubleValue() == value.longValue()
                && value.longValue() >= rule.limits().get(0)
                && value.longValue() <= rule.limits().get(1);
        if (!fits) {
            throw refused("it must be an integer from " + rule.limits().get(0) + " to "
                    + rule.limits().get(1));
        }
        return value.isIntegralNumber() ? value : NODES.numberNode(value.longValue());
    }

    private JsonNode checked(JsonNode value, boolean fits, String what) {
        if (!fits) {
            throw refused("it must be " + what);
        }
        return value;
    }

    private String text(JsonNode value) {
        if (!value.isTextual()) {
            throw refused("it must be a string");
        }
        chars += value.textValue().length() + OVERHEAD;
        return value.textValue();
    }

    private static boolean isTime(String text) {
        return FindingTime.isValid(text)
                || text.endsWith("Z") && TimeText.parse(text) != null
                || TIME.matcher(text).matches();
    }

    /** Returns whether the text is one of five namespaces, optionally followed by a category and a classifier. */
    private static boolean isType(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return NAMESPACES.contains(text);
        }
        int second = text.indexOf('/', slash + 1);
        return NAMESPACES.contains(text.substring(0, slash))
                && isCategory(slash + 1, second < 0 ? text.length() : second)
                && (second < 0 || text.indexOf('/', second + 1) < 0 && isCategory(second + 1, text.length()));
    }

    private static boolean isCategory(int start, int end) {
        return end > start && end - start <= LONGEST_CATEGORY;
    }

    private static String missing(AsffField field) {
        return field.type() == AsffField.Type.TIME
                ? "the event holds no time that can be read, and when it was enqueued is not known"
                : "the event holds nothing of which it could be made";
    }

    private String place() {
        StringBuilder place = new StringBuilder();
        for (Object step : path) {
            if (step instanceof Integer) {
                place.append('[').append(step).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(step);
            }
        }
        return place.toString();
    }

    private MappingException refused(String reason) {
        return refused(path.isEmpty() ? "$" : "$." + place(), reason);
    }

    MappingException refused(String at, String reason) {
        return new MappingException(kind, mapping, at, reason);
    }
}
