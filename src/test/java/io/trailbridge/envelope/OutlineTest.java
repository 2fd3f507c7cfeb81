package io.trailbridge.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutlineTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                " { \"a\" : { \"b\" : [ 1 , { } ] , \"c\" : null } , \"d\" : [ ] } ",
                "{\"i\":1,\"l\":9007199254740993,\"b\":123456789012345678901234567890,\"f\":1.10,\"e\":-1E400,\"z\":-0.0}",
                "{\"t\":true,\"f\":false,\"n\":null,\"s\":\"\",\"u\":\"\\u00e9\\ud83d\\ude00 \u00e9\"}",
                "{\"a\":1,\"b\":[2],\"a\":{\"c\":3},\"b\":4}",
                "[1,[2],{\"a\":3}]",
                "\"text\"",
                "12",
                "1.5",
                "null"
            })
    void theTreeEqualsTheWholeTree(String text) {
        JsonNode whole = JsonText.parseEvent(text).orElseThrow();

        assertEquals(whole, outline(text));
        assertEquals(whole.toString(), outline(text).toString());
        assertEquals(whole.getNodeType(), outline(text).getNodeType());
    }

    @Test
    void partsAreFoundInTextsOfManyBuffersToo() {
        String text = "{\"first\":\"" + "\u00e9".repeat(100_000) + "\",\"a\":{\"b\":[" + "1, ".repeat(50_000)
                + "2]},\"c\":[{\"d\":3}]}";

        assertEquals(JsonText.parseEvent(text).orElseThrow(), outline(text));
    }

    @Test
    void aPartAnswersAsAnyObjectOrArray() {
        JsonNode tree = outline("{\"a\":{\"b\":1},\"c\":[2,3],\"d\":{},\"e\":[]}");

        assertEquals(JsonNodeType.OBJECT, tree.get("a").getNodeType());
        assertEquals(1, tree.get("a").get("b").intValue());
        assertNull(tree.get("a").get("x"));
        assertTrue(tree.get("a").has("b"));
        assertFalse(tree.get("a").isEmpty());
        assertEquals(3, tree.get("c").get(1).intValue());
        assertNull(tree.get("c").get(2));
        assertEquals(2, tree.get("c").size());
        assertTrue(tree.get("d").isEmpty());
        assertTrue(tree.get("e").isEmpty());
    }

    @Test
    void aPartIsParsedOnce() {
        JsonNode tree = outline("{\"a\":{\"b\":{\"c\":1}}}");

        assertSame(tree.get("a").get("b"), tree.get("a").get("b"));
    }

    private static JsonNode outline(String text) {
        return JsonText.outline(text).orElseThrow();
    }
}
