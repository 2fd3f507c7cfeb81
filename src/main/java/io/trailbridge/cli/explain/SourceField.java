package io.trailbridge.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A field of an event that has a value, identified by the names on its path. {@code []} stands for every element of an
 * array of objects; an array of simple values is one field. Immutable.
 */
record SourceField(List<String> steps) {
    private static final String EACH = "[]";
    private static final int LARGEST_EXPONENT = 1000;

    /** Returns the fields of the event in document order, at most {@code max}. */
    public static List<SourceField> of(JsonNode event, int max) {
        Set<List<String>> found = new LinkedHashSet<>();
        collect(event, List.of(), found, max);
        return found.stream().map(SourceField::new).toList();
    }

    /** Returns the event without this field. The event itself is not changed. */
    JsonNode removedFrom(JsonNode event) {
        return replace(event, 0, value -> null);
    }

    /** Returns the event with another value of the same type in this field. The event itself is not changed. */
    JsonNode alteredIn(JsonNode event) {
        return replace(event, 0, SourceField::other);
    }

    /**
     * Returns the event with another name at the end of the resource id in this field; any other value stays unchanged.
     */
    JsonNode renamedIn(JsonNode event) {
        return replace(
                event,
                0,
                value -> value.isTextual() && value.textValue().startsWith("/")
                        ? TextNode.valueOf(value.textValue() + "x")
                        : value);
    }

    /** Returns the field in the notation of documentation: {@code Entities[].Address}. */
    @Override
    public String toString() {
        return String.join(".", steps).replace("." + EACH, EACH);
    }

    private static void collect(JsonNode node, List<String> path, Set<List<String>> found, int max) {
        if (found.size() >= max) {
            return;
        }
        if (node.isObject() && !node.isEmpty()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                collect(field.getValue(), plus(path, field.getKey()), found, max);
            }
        } else if (holdsObjects(node)) {
            List<String> each = plus(path, EACH);
            node.forEach(element -> {
                if (element.isContainerNode()) {
                    collect(element, each, found, max);
                }
            });
        } else if (!path.isEmpty() && !node.isNull() && !(node.isContainerNode() && node.isEmpty())) {
            found.add(path);
        }
    }

    private static List<String> plus(Collection<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private static boolean holdsObjects(JsonNode node) {
        for (JsonNode element : node) {
            if (node.isArray() && element.isContainerNode()) {
                return true;
            }
        }
        return false;
    }

    private JsonNode replace(JsonNode node, int at, UnaryOperator<JsonNode> change) {
        String step = steps.get(at);
        if (step.equals(EACH) && node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(node.size());
            for (JsonNode element : node) {
                // The elements may be arrays themselves, like the rows of a table.
                JsonNode changed = at + 1 < steps.size() ? replace(element, at + 1, change) : change.apply(element);
                if (changed != null) {
                    copy.add(changed);
                }
            }
            return copy;
        }
        JsonNode value = node.get(step);
        if (!node.isObject() || value == null) {
            return node;
        }
        // A shallow copy: everything outside the path is shared.
        ObjectNode copy = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) node);
        JsonNode changed = at + 1 < steps.size() ? replace(value, at + 1, change) : change.apply(value);
        return changed == null ? copy.without(step) : copy.set(step, changed);
    }

    /**
     * Returns another value of the same type. Only the last digit of a string changes, so that a time stays a time and
     * an id stays an id.
     */
    private static JsonNode other(JsonNode value) {
        if (value.isTextual()) {
            String text = value.textValue();
            for (int i = text.length() - 1; i >= 0; i--) {
                char c = text.charAt(i);
                if (c >= '0' && c <= '9') {
                    char digit = c == '9' ? '0' : (char) (c + 1);
                    return TextNode.valueOf(text.substring(0, i) + digit + text.substring(i + 1));
                }
            }
            return TextNode.valueOf(text + "x");
        }
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            // Adding to a number with a large exponent would write out all of its zeros.
            return DecimalNode.valueOf(
                    Math.abs((long) number.scale()) > LARGEST_EXPONENT ? BigDecimal.ONE : number.add(BigDecimal.ONE));
        }
        if (value.isBoolean()) {
            return BooleanNode.valueOf(!value.booleanValue());
        }
        if (value.isArray() && !value.isEmpty()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(value.size());
            value.forEach(copy::add);
            return copy.set(0, other(value.get(0)));
        }
        return value;
    }
}
