package io.trailbridge.envelope;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads JSON into a tree that equals the whole tree, at the cost of what is asked of it. The whole text is checked, but
 * only the fields of the outermost object get nodes; an object or array among them is parsed again, as a whole, when
 * its content is first asked for. A text is so parsed twice at most. The tree is for one thread, and not to be changed.
 */
final class Outline {
    private final JsonParser parser;
    private final String text;
    private final JsonNodeFactory nodes;

    private Outline(JsonParser parser, String text, JsonNodeFactory nodes) {
        this.parser = parser;
        this.text = text;
        this.nodes = nodes;
    }

    /** Returns the tree of the text that the parser is at the beginning of; null where it is not exactly one value. */
    static JsonNode read(JsonParser parser, String text, JsonNodeFactory nodes) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return null;
        }
        Outline outline = new Outline(parser, text, nodes);
        JsonNode tree = first == JsonToken.START_OBJECT ? outline.object() : outline.value(first);
        return parser.nextToken() == null ? tree : null;
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = nodes.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            object.set(name, value(parser.nextToken()));
        }
        return object;
    }

    private JsonNode value(JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> new ObjectNode(nodes, new Fields(part()));
            case START_ARRAY -> new ArrayNode(nodes, new Elements(part()));
            case VALUE_STRING -> nodes.textNode(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser.getNumberValue());
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
            case VALUE_TRUE, VALUE_FALSE -> nodes.booleanNode(token == JsonToken.VALUE_TRUE);
            default -> nodes.nullNode();
        };
    }

    private JsonNode integer(Number number) {
        return number instanceof Integer small
                ? nodes.numberNode(small.intValue())
                : number instanceof Long large
                        ? nodes.numberNode(large.longValue())
                        : nodes.numberNode((BigInteger) number);
    }

    /** Checks the object or array that begins here, and returns its text. */
    private Part part() throws IOException {
        long from = parser.currentTokenLocation().getCharOffset();
        JsonText.checkValue(parser);
        return new Part(text, (int) from, (int) parser.currentLocation().getCharOffset());
    }

    /** The text of an object or array that is known to be valid, and its tree once it was asked for. */
    private static final class Part {
        private final String text;
        private final int from;
        private final int end;
        private JsonNode tree;

        Part(String text, int from, int end) {
            this.text = text;
            this.from = from;
            this.end = end;
        }

        JsonNode tree() {
            if (tree == null) {
                tree = JsonText.parseEvent(text.substring(from, end)).orElseThrow();
            }
            return tree;
        }
    }

    /** The fields of an object that is parsed when the first of these methods is called. */
    private static final class Fields extends AbstractMap<String, JsonNode> {
        private final Part object;

        Fields(Part object) {
            this.object = object;
        }

        @Override
        public Set<Map.Entry<String, JsonNode>> entrySet() {
            return object.tree().properties();
        }

        @Override
        public JsonNode get(Object name) {
            return object.tree().get((String) name);
        }

        @Override
        public boolean containsKey(Object name) {
            return object.tree().has((String) name);
        }
    }

    /** The elements of an array that is parsed when the first of these methods is called. */
    private static final class Elements extends AbstractList<JsonNode> {
        private final Part array;

        Elements(Part array) {
            this.array = array;
        }

        @Override
        public JsonNode get(int index) {
            return array.tree().get(index);
        }

        @Override
        public int size() {
            return array.tree().size();
        }
    }
}
