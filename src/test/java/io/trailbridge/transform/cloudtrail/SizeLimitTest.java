package io.trailbridge.transform.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.json.JsonSize;
import io.trailbridge.transform.text.Texts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SizeLimitTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Test
    void whatFitsIsLeftAlone() {
        ObjectNode object = NODES.objectNode().put("a", "b");

        assertSame(object, SizeLimit.apply(object, 9));
        assertEquals("{\"a\":\"b\"}", object.toString());
    }

    @Test
    void theLargestPartGoesAndIsNamedWithItsSize() {
        ObjectNode object = NODES.objectNode().put("small", "x".repeat(100));
        object.putObject("deep").put("keep", 1).putObject("deeper").put("number", new BigInteger("9".repeat(5000)));

        ObjectNode limited = SizeLimit.apply(object, 1000);

        assertEquals(
                "{\"small\":\"" + "x".repeat(100) + "\",\"deep\":{\"keep\":1,\"deeper\":{}},\"droppedFields\":"
                        + "[{\"field\":\"deep.deeper.number\",\"bytes\":5010}]}",
                limited.toString());
        assertTrue(object.path("deep").path("deeper").has("number"), "the original stays as it is");
    }

    @Test
    void ofAListTheFirstElementsStay() {
        ObjectNode object = NODES.objectNode();
        ArrayNode list = object.putArray("list");
        for (int i = 0; i < 10_000; i++) {
            list.add("element " + i);
        }

        ObjectNode limited = SizeLimit.apply(object, 28_672);

        int kept = limited.path("droppedFields").path(0).path("keptItems").asInt();
        assertEquals(kept, limited.get("list").size());
        assertTrue(kept > 1500, "kept " + kept);
        assertEquals("element 0", limited.get("list").get(0).asText());
    }

    @Test
    void ofATextTheBeginningStays() {
        ObjectNode limited = SizeLimit.apply(NODES.objectNode().put("text", "\uD83D\uDE00\"".repeat(20_000)), 28_672);

        String text = limited.get("text").textValue();
        assertSame(text, Texts.wellFormed(text));
        assertTrue(JsonSize.of(limited) > 27_000 && JsonSize.of(limited) <= 28_672);
        assertEquals(
                text.length(),
                limited.get("droppedFields").get(0).get("keptChars").asInt());
    }

    @Test
    void manySmallFieldsAreNamedTogether() {
        ObjectNode object = NODES.objectNode().put("kind", "alert");
        ObjectNode bag = object.putObject("bag");
        for (int i = 0; i < 20_000; i++) {
            bag.put("field" + i, i);
        }

        ObjectNode limited = SizeLimit.apply(object, 28_672);

        assertEquals("alert", limited.get("kind").asText());
        assertEquals("bag.*", limited.get("droppedFields").get(0).get("field").asText());
        assertEquals(
                20_000 - limited.get("bag").size(),
                limited.get("droppedFields").get(0).get("fields").asInt());
        assertFalse(limited.get("bag").isEmpty());
    }

    @Property(tries = 150)
    void anObjectNeverStaysLargerThanItsLimit(@ForAll long seed) throws JsonProcessingException {
        Random random = new Random(seed);
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(30); i >= 0; i--) {
            object.set(name(random), value(random, 3));
        }
        int limit = 500 + random.nextInt(4000);

        ObjectNode limited = SizeLimit.apply(object, limit);

        int size = bytes(limited);
        assertTrue(size <= limit, size + " > " + limit);
        assertEquals(bytes(object) > limit, limited.has("droppedFields"));
    }

    @Property(tries = 150)
    void theCountedSizeIsThatOfTheWrittenText(@ForAll long seed) throws JsonProcessingException {
        JsonNode value = value(new Random(seed), 4);

        int size = bytes(value);
        assertEquals(size, JsonSize.of(value));
        assertTrue(JsonSize.isWithin(value, size));
        assertFalse(JsonSize.isWithin(value, size - 1));
    }

    private static int bytes(JsonNode value) throws JsonProcessingException {
        return JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8).length;
    }

    private static String name(Random random) {
        return text(random, random.nextInt(20) == 0 ? 900 : 12);
    }

    private static String text(Random random, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest); i >= 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(8)) {
                        case 0 -> random.nextInt(0x20);
                        case 1 -> "\"\\/\u007f".charAt(random.nextInt(4));
                        case 2 -> 0x80 + random.nextInt(0x1000);
                        case 3 -> 0x1F600 + random.nextInt(64);
                        default -> 'a' + random.nextInt(26);
                    });
        }
        return text.toString();
    }

    private static JsonNode value(Random random, int depth) {
        int choice = random.nextInt(depth == 0 ? 6 : 9);
        if (choice < 6) {
            return switch (choice) {
                case 0 -> NODES.numberNode(random.nextInt());
                case 1 -> NODES.numberNode(random.nextGaussian() * 1e10);
                case 2 -> NODES.numberNode(new BigDecimal(random.nextLong()).movePointLeft(random.nextInt(30)));
                case 3 -> random.nextBoolean() ? NODES.nullNode() : NODES.booleanNode(random.nextBoolean());
                case 4 -> NODES.textNode(text(random, 5000));
                default -> NODES.textNode(text(random, 30));
            };
        }
        if (choice == 6) {
            ArrayNode array = NODES.arrayNode();
            for (int i = random.nextInt(12); i > 0; i--) {
                array.add(value(random, depth - 1));
            }
            return array;
        }
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(10); i > 0; i--) {
            object.set(name(random), value(random, depth - 1));
        }
        return object;
    }
}
