package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Takes a message apart into its events. Nothing of a message is left out, whatever its shape. */
final class Wrappers {
    /** Wrappers within wrappers beyond this are left as one event. */
    private static final int MAX_DEPTH = 8;

    private static final List<String> LISTS = List.of("records", "value");

    /** What a list's answer says of itself, not of its events. */
    private static final Set<String> PAGING =
            Set.of("nextlink", "@odata.context", "@odata.nextlink", "@odata.count", "count", "totalrecords",
                    "resulttruncated", "$skiptoken", "skiptoken", "facets");

    private static final int LONGEST_PAGING = PAGING.stream().mapToInt(String::length).max().orElse(0);

    private Wrappers() {}

    static List<JsonNode> unwrap(JsonNode message) {
        JsonNode whole = message == null ? JsonNodeFactory.instance.nullNode() : message;
        List<JsonNode> events = new ArrayList<>();
        collect(whole, 0, events);
        return events;
    }

    private static void collect(JsonNode node, int depth, List<JsonNode> events) {
        if (depth == MAX_DEPTH || !(node.isArray() ? holdsEvents(node) : isWrapper(node))) {
            events.add(node);
            return;
        }
        if (node.isArray()) {
            node.forEach(element -> collect(element, depth + 1, events));
            return;
        }
        String list = listOf(node);
        node.get(list).forEach(element -> collect(element, depth + 1, events));
        ObjectNode rest = ((ObjectNode) node).objectNode();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getKey().equals(list) && !isPaging(field.getKey())) {
                rest.set(field.getKey(), field.getValue());
            }
        }
        if (!rest.isEmpty()) {
            events.add(rest);
        }
    }

    /** Numbers and texts alone are one event's value, not events. */
    private static boolean holdsEvents(JsonNode array) {
        for (JsonNode element : array) {
            if (element.isContainerNode()) {
                return true;
            }
        }
        return false;
    }

    /** An object that says more than its list is taken apart only when the list holds what we know. */
    private static boolean isWrapper(JsonNode node) {
        String list = node.isObject() ? listOf(node) : null;
        if (list == null || Classifier.classify(node) != EventKind.UNRECOGNISED) {
            return false;
        }
        boolean bare = true;
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            bare &= field.getKey().equals(list) || isPaging(field.getKey());
        }
        if (bare) {
            return true;
        }
        for (JsonNode element : node.get(list)) {
            if (Classifier.classify(element) != EventKind.UNRECOGNISED) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPaging(String name) {
        return name.length() <= LONGEST_PAGING && PAGING.contains(name.toLowerCase(Locale.ROOT));
    }

    private static String listOf(JsonNode node) {
        for (String list : LISTS) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (field.getKey().equalsIgnoreCase(list)
                        && field.getValue().isArray()
                        && holdsEvents(field.getValue())) {
                    return field.getKey();
                }
            }
        }
        return null;
    }
}
