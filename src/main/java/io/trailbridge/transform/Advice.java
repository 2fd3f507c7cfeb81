package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.json.Fields;
import io.trailbridge.transform.json.StringifiedJson;
import io.trailbridge.transform.text.PlainText;
import io.trailbridge.transform.text.Texts;
import io.trailbridge.transform.text.WebLink;
import java.util.List;

/**
 * Converts advice to a readable form. Its steps are strings with or without HTML, and links as the portal shows them:
 * {@code {"kind": "Link", "displayValue": "Read this.", "value": "https://..."}}, as an object or as stringified JSON.
 * An instance reads the steps of one event, on one thread; {@link #of} may be called by any thread and never throws.
 */
public final class Advice {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> LABELS = List.of("displayValue", "displayName", "label", "title", "text", "name");
    private static final List<String> TARGETS = List.of("value", "href", "url", "link", "uri");

    /** Further fields of a link, which are of no use to a reader. */
    private static final List<String> BESIDE = List.of("kind", "type");

    /** The deepest nesting of arrays and stringified JSON that is read. */
    private static final int MAX_DEPTH = 4;

    private final ArrayNode texts;
    private final ArrayNode lines;
    private final ArrayNode links;
    private final ArrayNode rest;
    private int apart;

    private Advice(ArrayNode texts, ArrayNode lines, ArrayNode links, ArrayNode rest) {
        this.texts = texts;
        this.lines = lines;
        this.links = links;
        this.rest = rest;
    }

    /**
     * Returns an object for a step or an array of steps, null for a null or missing value. {@code texts} are plain
     * strings, none blank. {@code links} are web addresses. {@code lines} are the texts, each with its link in
     * parentheses, and unchanged anything that is neither text nor link. {@code apart} is the number of links that no
     * text contains. {@code rest} holds the objects that texts and links do not represent completely.
     */
    public static JsonNode of(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        ObjectNode object = NODES.objectNode();
        Advice advice = new Advice(
                object.putArray("texts"), object.putArray("lines"), object.putArray("links"), object.putArray("rest"));
        advice.add(value, 0);
        return object.put("apart", advice.apart);
    }

    private void add(JsonNode step, int depth) {
        if (step.isTextual() && depth < MAX_DEPTH && StringifiedJson.maybe(step.textValue())) {
            JsonNode parsed = StringifiedJson.container(step.textValue());
            if (parsed != null && (parsed.isArray() || label(parsed) != null || target(parsed) != null)) {
                add(parsed, depth + 1);
                return;
            }
        }
        if (step.isArray() && depth < MAX_DEPTH) {
            step.forEach(element -> add(element, depth + 1));
        } else if (step.isObject()) {
            addObject(step);
        } else if (step.isNull()) {
            lines.add(step);
        } else {
            addText(step);
        }
    }

    /** Adds a string and the links in its HTML; the string contains their addresses as well. */
    private void addText(JsonNode step) {
        PlainText.Linked linked = step.isTextual() ? PlainText.linked(step.textValue()) : null;
        JsonNode plain = linked == null ? MappingFunctions.asText(step) : plain(step, linked.text());
        if (plain == null) {
            return;
        }
        texts.add(plain);
        lines.add(plain);
        for (String link : linked == null ? List.<String>of() : linked.links()) {
            String url = WebLink.of(link);
            if (url != null) {
                links.add(url);
            }
        }
    }

    private void addObject(JsonNode step) {
        String label = label(step);
        String target = target(step);
        String url = target == null ? null : WebLink.of(target);
        JsonNode plain = label == null ? null : plain(NODES.textNode(label), PlainText.of(label));
        if (plain == null && url == null) {
            lines.add(step);
            rest.add(step);
            return;
        }
        String text = plain == null ? url : plain.textValue();
        boolean named = target == null || text.contains(target);
        String line = named ? text : text + " (" + (url == null ? target : url) + ')';
        texts.add(url == null ? line : text);
        lines.add(line);
        if (url != null) {
            links.add(url);
            apart += named ? 0 : 1;
        }
        if (step.size() > fields(step)) {
            rest.add(step);
        }
    }

    /** Returns how many of the step's fields are represented by the text and the link, or need not be. */
    private static int fields(JsonNode step) {
        int fields = label(step) == null ? 0 : 1;
        fields += target(step) == null ? 0 : 1;
        for (String name : BESIDE) {
            fields += Fields.get(step, name) == null ? 0 : 1;
        }
        return fields;
    }

    private static String label(JsonNode step) {
        return first(step, LABELS);
    }

    private static String target(JsonNode step) {
        return first(step, TARGETS);
    }

    private static String first(JsonNode step, List<String> names) {
        for (String name : names) {
            String text = Fields.text(step, name);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static JsonNode plain(JsonNode step, String plain) {
        return Texts.isBlankOrPlaceholder(plain) ? null : plain.equals(step.textValue()) ? step : NODES.textNode(plain);
    }
}
