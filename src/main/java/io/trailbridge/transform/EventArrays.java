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
 * Takes a message apart into its events: lists, what holds a list, as an answer of Resource Graph, and texts that spell
 * any of these. Nothing of a message is left out, whatever its shape, but pages without an event.
 */
final class EventArrays {
    /** Wrappers within wrappers beyond this are left as one event. */
    private static final int MAX_DEPTH = 8;

    /** So are texts within texts, of which each is read once more than the one around it. */
    private static final int MAX_TEXTS = 3;

    /** After so many texts that spell no event the others are taken for what they are. */
    private static final int MOST_VAIN = 1000;

    /** A shorter text spells no event. */
    private static final int SHORTEST_TEXT = "{\"value\":[]}".length();

    /** The names of lists of events, the first of those that are there counts. */
    private static final List<String> LISTS = List.of("records", "value", "data");

    private static final int LONGEST_LIST = LISTS.stream().mapToInt(String::length).max().orElse(0);

    /** What a list's answer says of itself, not of its events. */
    private static final Set<String> PAGING =
            Set.of("nextlink", "@odata.context", "@odata.nextlink", "@odata.count", "count", "totalrecords",
                    "total_records", "resulttruncated", "result_truncated", "$skiptoken", "skiptoken", "skip_token",
                    "facets");

    private static final int LONGEST_PAGING = PAGING.stream().mapToInt(String::length).max().orElse(0);

    /** The texts of a message that were read for nothing. */
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

    /** At least one: of a page without any the page. */
    static List<JsonNode> unwrap(JsonNode message) {
        JsonNode whole = message == null ? JsonNodeFactory.instance.nullNode() : message;
        List<JsonNode> events = eventsOf(whole);
        return events.isEmpty() ? List.of(whole) : events;
    }

    /** Whether there is no event in it, and nothing else but what a page says of itself. */
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

    /** Numbers and texts alone are one event's value, not events, unless one of the texts spells an event. */
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

    /** From an object that says more than its list, the list is taken only when it holds what we know. */
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
            List<JsonNode> spelled = within(field.getValue(), false);
            if (spelled != null) {
                taken.add(field.getKey());
                within.addAll(spelled);
            }
        }
    }

    /** The events that a text spells, of which one is known; null where there are none. */
    private List<JsonNode> within(JsonNode text, boolean orPage) {
        if (texts == MAX_TEXTS || vain.count >= MOST_VAIN || !isText(text)) {
            return null;
        }
        List<JsonNode> within = new ArrayList<>();
        JsonNode spelled = StringifiedJson.container(text.textValue());
        if (spelled != null) {
            new EventArrays(depth + 1, texts + 1, vain, within).take(spelled);
            if (orPage && within.isEmpty() || holdsKnown(within)) {
                return within;
            }
        }
        vain.count++;
        return null;
    }

    private static boolean isText(JsonNode node) {
        return node.isTextual() && node.textValue().length() >= SHORTEST_TEXT && StringifiedJson.maybe(node.textValue());
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

    /** The name of the list that an object holds, as it spells it, an empty one only without any other; else null. */
    private static String listOf(JsonNode object) {
        String list = null;
        int first = 2 * LISTS.size();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            if (value.isArray() && (value.isEmpty() || holdsContainer(value) || isText(value.get(0)))) {
                int place = place(field);
                int order = value.isEmpty() ? LISTS.size() + place : place;
                if (place < LISTS.size() && order < first) {
                    list = field.getKey();
                    first = order;
                }
            }
        }
        return list;
    }

    /** Among the names of lists, their number for any other name. */
    private static int place(Map.Entry<String, JsonNode> field) {
        int place = field.getKey().length() > LONGEST_LIST ? LISTS.size() : 0;
        while (place < LISTS.size() && !LISTS.get(place).equalsIgnoreCase(field.getKey())) {
            place++;
        }
        return place;
    }
}
