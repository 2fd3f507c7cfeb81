package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.json.StringifiedJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Splits a message into its events: arrays, objects that wrap an array, such as a response of Resource Graph, and
 * stringified JSON of either. Nothing of a message is lost, whatever its shape, except pages without an event.
 */
final class EventArrays {
    /** The deepest nesting of wrappers; anything deeper is left as one event. */
    private static final int MAX_DEPTH = 8;

    /**
     * The deepest nesting of stringified JSON, each level of which is parsed once more than the one around it; deeper
     * strings are left as they are.
     */
    private static final int MAX_TEXTS = 3;

    /** After this many strings without an event, the remaining ones are taken as plain strings. */
    private static final int MOST_VAIN = 1000;

    /** The length of the shortest stringified JSON that can hold events. */
    private static final int SHORTEST_TEXT = "{\"value\":[]}".length();

    /** The names of event arrays; the first that is present counts. */
    private static final List<String> LISTS = List.of("records", "value", "data");

    private static final int LONGEST_LIST =
            LISTS.stream().mapToInt(String::length).max().orElse(0);

    /** Fields by which a response describes itself, not its events. */
    private static final Set<String> PAGING = Set.of(
            "nextlink",
            "@odata.context",
            "@odata.nextlink",
            "@odata.count",
            "count",
            "totalrecords",
            "total_records",
            "resulttruncated",
            "result_truncated",
            "$skiptoken",
            "skiptoken",
            "skip_token",
            "facets");

    private static final int LONGEST_PAGING =
            PAGING.stream().mapToInt(String::length).max().orElse(0);

    /** The number of strings of a message that were parsed in vain. */
    private static final class Vain {
        private int count;
    }

    private final int depth;
    private final int texts;
    private final Vain vain;
    private final List<JsonNode> events;

    private EventArrays(int depth, int texts, Vain vain, List<JsonNode> events) {
        this.depth = depth;
        this.texts = texts;
        this.vain = vain;
        this.events = events;
    }

    /** Returns the events, at least one: for a page without events, the page itself. */
    static List<JsonNode> unwrap(JsonNode message) {
        JsonNode whole = message == null ? JsonNodeFactory.instance.nullNode() : message;
        List<JsonNode> events = eventsOf(whole);
        return events.isEmpty() ? List.of(whole) : events;
    }

    /** Returns whether the message has no event and nothing else but paging fields. */
    static boolean isEmptyPage(JsonNode message) {
        return eventsOf(message).isEmpty();
    }

    private static List<JsonNode> eventsOf(JsonNode message) {
        List<JsonNode> events = new ArrayList<>();
        new EventArrays(0, 0, new Vain(), events).take(message);
        return events;
    }

    private void take(JsonNode node) {
        if (depth == MAX_DEPTH) {
            events.add(node);
        } else if (node.isArray()) {
            takeList(node);
        } else if (node.isObject()) {
            takeObject(node);
        } else {
            List<JsonNode> within = within(node, true);
            if (within != null) {
                events.addAll(within);
            } else {
                events.add(node);
            }
        }
    }

    /**
     * Adds the events of an array. An array of only numbers and strings is one event's value, not events, unless one of
     * the strings contains an event.
     */
    private void takeList(JsonNode list) {
        List<JsonNode> within = new ArrayList<>();
        EventArrays inner = new EventArrays(depth + 1, texts, vain, within);
        list.forEach(inner::take);
        if (list.isEmpty() || within.size() < list.size() || holdsContainer(list) || holdsContainer(within)) {
            events.addAll(within);
        } else {
            events.add(list);
        }
    }

    private void takeObject(JsonNode object) {
        String list = listOf(object);
        if (list == null && !holdsText(object) || Classifier.isKnown(object)) {
            events.add(object);
            return;
        }
        Set<String> taken = new HashSet<>();
        List<JsonNode> within = new ArrayList<>();
        if (list != null && takesList(object, list, within)) {
            taken.add(list);
        } else {
            within.clear();
            takeTexts(object, taken, within);
        }
        if (taken.isEmpty()) {
            events.add(object);
            return;
        }
        events.addAll(within);
        ObjectNode rest = ((ObjectNode) object).objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!taken.contains(field.getKey()) && !isPaging(field.getKey()) && !isEmptyList(field)) {
                rest.set(field.getKey(), field.getValue());
            }
        }
        if (!rest.isEmpty()) {
            events.add(rest);
        }
    }

    /**
     * Collects the events of an object's array and returns whether they are taken. If the object has other fields, they
     * are taken only if they include a known event.
     */
    private boolean takesList(JsonNode object, String name, List<JsonNode> within) {
        JsonNode list = object.get(name);
        boolean bare = true;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            bare &= field.getKey().equals(name) || isPaging(field.getKey()) || isEmptyList(field);
        }
        boolean values = !list.isEmpty() && !holdsContainer(list);
        if (values || list.isEmpty()) {
            new EventArrays(depth, texts, vain, within).takeList(list);
            return values ? holdsKnown(within) : bare;
        }
        EventArrays inner = new EventArrays(depth + 1, texts, vain, within);
        list.forEach(inner::take);
        return bare || holdsKnown(within);
    }

    private void takeTexts(JsonNode object, Set<String> taken, List<JsonNode> within) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            List<JsonNode> parsed = within(field.getValue(), false);
            if (parsed != null) {
                taken.add(field.getKey());
                within.addAll(parsed);
            }
        }
    }

    /**
     * Returns the events in stringified JSON if one of them is known; an empty list for an empty page if
     * {@code orPage}; else null.
     */
    private List<JsonNode> within(JsonNode text, boolean orPage) {
        if (texts == MAX_TEXTS || vain.count >= MOST_VAIN || !isText(text)) {
            return null;
        }
        List<JsonNode> within = new ArrayList<>();
        JsonNode parsed = StringifiedJson.container(text.textValue());
        if (parsed != null) {
            new EventArrays(depth + 1, texts + 1, vain, within).take(parsed);
            if (orPage && within.isEmpty() || holdsKnown(within)) {
                return within;
            }
        }
        vain.count++;
        return null;
    }

    private static boolean isText(JsonNode node) {
        return node.isTextual()
                && node.textValue().length() >= SHORTEST_TEXT
                && StringifiedJson.maybe(node.textValue());
    }

    private static boolean holdsText(JsonNode object) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (isText(field.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsContainer(Iterable<JsonNode> elements) {
        for (JsonNode element : elements) {
            if (element.isContainerNode()) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsKnown(List<JsonNode> events) {
        for (JsonNode event : events) {
            if (Classifier.isKnown(event)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPaging(String name) {
        return name.length() <= LONGEST_PAGING && PAGING.contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean isEmptyList(Map.Entry<String, JsonNode> field) {
        return field.getValue().isArray() && field.getValue().isEmpty() && place(field) < LISTS.size();
    }

    /**
     * Returns the name of the event array in an object, as spelled there; an empty array only if there is no other;
     * else null.
     */
    private static String listOf(JsonNode object) {
        String list = null;
        int first = 2 * LISTS.size();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            int place = value.isArray() ? place(field) : LISTS.size();
            if (place < LISTS.size() && (value.isEmpty() || holdsContainer(value) || isText(value.get(0)))) {
                int order = value.isEmpty() ? LISTS.size() + place : place;
                if (order < first) {
                    list = field.getKey();
                    first = order;
                }
            }
        }
        return list;
    }

    /** Returns the index among the names of event arrays, or their count for any other name. */
    private static int place(Map.Entry<String, JsonNode> field) {
        int place = field.getKey().length() > LONGEST_LIST ? LISTS.size() : 0;
        while (place < LISTS.size() && !LISTS.get(place).equalsIgnoreCase(field.getKey())) {
            place++;
        }
        return place;
    }
}
