package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Puts odd values into the fields and elements of a message, one place at a time. */
public final class Mutants {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** What is put in a field's place; a Java null takes the field away. */
    public static final List<JsonNode> ODDITIES = Stream.concat(
                    Stream.of((JsonNode) null),
                    Stream.of(
                            NODES.nullNode(),
                            NODES.textNode(""),
                            NODES.textNode("None"),
                            NODES.textNode("\uD800 lone \uDC00\uD83D"),
                            NODES.textNode("[\"a\", {\"b\":1}]"),
                            NODES.textNode("{\"id\":{\"a\":1},\"value\":\"[7]\",\"code\":\"{}\",\"link\":\"a.b/c\"}"),
                            NODES.textNode("0001-01-01T00:00:00Z"),
                            NODES.textNode("T1059.x: 0xFFFFFFFFFF"),
                            NODES.numberNode(0),
                            NODES.numberNode(-1.5e300),
                            NODES.numberNode(Long.MAX_VALUE),
                            NODES.booleanNode(true),
                            NODES.arrayNode(),
                            NODES.objectNode(),
                            NODES.arrayNode()
                                    .add(1)
                                    .addNull()
                                    .add("x")
                                    .add(NODES.objectNode())
                                    .add(NODES.arrayNode()),
                            NODES.arrayNode()
                                    .add(NODES.objectNode().put("type", "ip").put("address", 7)),
                            NODES.objectNode().put("$ref", "1"),
                            NODES.objectNode()
                                    .put("$id", "1")
                                    .put("id", 7)
                                    .put("value", true)
                                    .putNull("code")))
            .toList();

    private Mutants() {}

    /** How many fields and elements there are, at any depth. */
    public static int places(JsonNode node) {
        int places = node.isContainerNode() ? node.size() : 0;
        for (JsonNode child : node) {
            places += places(child);
        }
        return places;
    }

    /** What is in the given place in document order. */
    public static JsonNode at(JsonNode message, int place) {
        int left = place;
        for (JsonNode child : message) {
            if (left == 0) {
                return child;
            }
            int within = places(child);
            if (left <= within) {
                return at(child, left - 1);
            }
            left -= within + 1;
        }
        throw new IndexOutOfBoundsException("place " + place);
    }

    /** The message with one of its strings replaced by one of these words, for each string and word. */
    public static List<JsonNode> withWords(JsonNode message, String... words) {
        List<JsonNode> mutants = new ArrayList<>();
        for (int place = 0; place < places(message); place++) {
            if (at(message, place).isTextual()) {
                for (String word : words) {
                    mutants.add(mutant(message, place, NODES.textNode(word)));
                }
            }
        }
        return mutants;
    }

    /** The name of the field in the given place, that of the list for an element of it; empty at the top. */
    public static String nameOf(JsonNode message, int place) {
        return nameOf(message, place, "");
    }

    private static String nameOf(JsonNode node, int place, String name) {
        int left = place;
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        for (int i = 0; i < node.size(); i++) {
            JsonNode child = node.isObject() ? node.get(names.get(i)) : node.get(i);
            String own = node.isObject() ? names.get(i) : name;
            int within = places(child);
            if (left == 0) {
                return own;
            }
            if (left <= within) {
                return nameOf(child, left - 1, own);
            }
            left -= within + 1;
        }
        throw new IndexOutOfBoundsException("place " + place);
    }

    /** A copy with the value in the given place in document order. */
    public static JsonNode mutant(JsonNode message, int place, JsonNode value) {
        JsonNode mutant = message.deepCopy();
        mutate(mutant, place, value);
        return mutant;
    }

    /** A copy with one of the values in a place by chance; the message itself where it has no place. */
    public static JsonNode mutant(JsonNode message, List<JsonNode> values, Random random) {
        int places = places(message);
        JsonNode value = values.get(random.nextInt(values.size()));
        return places == 0 ? message : mutant(message, random.nextInt(places), value == null ? null : value.deepCopy());
    }

    /** What is left of the count when the place was not here, less than 0 when it was. */
    private static int mutate(JsonNode node, int place, JsonNode value) {
        int left = place;
        if (node instanceof ObjectNode object) {
            for (String name : object.propertyStream().map(Map.Entry::getKey).toList()) {
                if (left == 0) {
                    if (value == null) {
                        object.remove(name);
                    } else {
                        object.set(name, value);
                    }
                    return -1;
                }
                left = mutate(object.get(name), left - 1, value);
                if (left < 0) {
                    return left;
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (left == 0) {
                    if (value == null) {
                        array.remove(i);
                    } else {
                        array.set(i, value);
                    }
                    return -1;
                }
                left = mutate(array.get(i), left - 1, value);
                if (left < 0) {
                    return left;
                }
            }
        }
        return left;
    }
}
