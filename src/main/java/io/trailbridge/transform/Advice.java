package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.json.Fields;
import io.trailbridge.transform.json.SharedObjects;
import io.trailbridge.transform.json.StringifiedJson;
import io.trailbridge.transform.text.PlainText;
import io.trailbridge.transform.text.WebLink;
import java.util.List;

/**
 * Advice as a reader wants it. Its steps are texts with or without HTML, and links as the portal shows them:
 * {@code {"kind": "Link", "displayValue": "Read this.", "value": "https://..."}}, as an object or as its JSON text.
 * An instance takes the steps of one event.
 */
public final class Advice {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> LABELS = List.of("displayValue", "displayName", "label", "title", "text", "name");
    private static final List<String> TARGETS = List.of("value", "href", "url", "link", "uri");

    /** What else a link says of itself, nothing of which a reader has any use. */
    private static final List<String> BESIDE = List.of("kind", "type");

    /** Lists and texts within each other. */
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
     * Of a step or a list of them: {@code texts}, plain and none blank; {@code links}, each of the web; {@code lines},
     * the texts with the link of each in brackets, and whatever is neither as it is; {@code apart}, how many links no
     * text holds; {@code rest}, the objects of which texts and links do not say all. Null of nothing.
     */
    public static JsonNode of(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        ObjectNode object = NODES.objectNode();
        Advice advice = new Advice(object.putArray("texts"), object.putArray("lines"), object.putArray("links"),
                object.putArray("rest"));
        advice.add(value, 0);
        return object.put("apart", advice.apart);
    }

    private void add(JsonNode step, int depth) {
        if (step.isTextual() && depth < MAX_DEPTH && StringifiedJson.maybe(step.textValue())) {
            JsonNode spelled = StringifiedJson.container(step.textValue());
            if (spelled != null && (spelled.isArray() || label(spelled) != null || target(spelled) != null)) {
                add(spelled, depth + 1);
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

    /** Also the links in HTML, of which the text has the addresses as well. */
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
        boolean said = target == null || text.contains(target);
        String line = said ? text : text + " (" + (url == null ? target : url) + ')';
        texts.add(url == null ? line : text);
        lines.add(line);
        if (url != null) {
            links.add(url);
            apart += said ? 0 : 1;
        }
        if (step.size() > fields(step)) {
            rest.add(step);
        }
    }

    /** How many of the step's fields are said in the text and the link, or need not be. */
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
        return SharedObjects.isNothing(plain) ? null : plain.equals(step.textValue()) ? step : NODES.textNode(plain);
    }
}
