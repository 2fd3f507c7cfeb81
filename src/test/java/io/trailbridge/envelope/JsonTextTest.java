package io.trailbridge.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void namesThatCollideAreReadAsAnyOthers() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 4096; i++) {
            json.append(i == 0 ? "" : ",").append('"').append(colliding(i)).append("\":1");
        }
        String event = json.append('}').toString();

        assertTrue(JsonText.isJson(event));
        assertEquals(4096, JsonText.parse(event).orElseThrow().size());
        assertEquals(4096, JsonText.parse(event.getBytes(UTF_8)).orElseThrow().size());
    }

    /** Twelve times one of two pairs that give a table of names, which multiplies by 33, the same hash. */
    private static String colliding(int number) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < 12; bit++) {
            name.append((number >> bit & 1) == 0 ? "AB" : "B!");
        }
        return name.toString();
    }

    @Test
    void noNameIsKeptForTheNextText() throws IOException {
        String text = "{\"a name that is in no class of this JVM\":1}";
        assertNotSame(name(JsonText.MAPPER.createParser(text)), name(JsonText.MAPPER.createParser(text)));
        assertNotSame(name(JsonText.LISTS.createParser(text)), name(JsonText.LISTS.createParser(text)));
        var factory = JsonText.foreign().build();
        assertNotSame(
                name(factory.createParser(text.getBytes(UTF_8))), name(factory.createParser(text.getBytes(UTF_8))));
        assertNotSame(
                name(factory.createParser(new ByteArrayInputStream(text.getBytes(UTF_8)))),
                name(factory.createParser(new ByteArrayInputStream(text.getBytes(UTF_8)))));
    }

    private static String name(JsonParser parser) throws IOException {
        try (parser) {
            parser.nextToken();
            return parser.nextFieldName();
        }
    }

    @Test
    void anEventOfMoreTokensThanItMayHaveIsNoJsonAndOneOfAsManyIsReadInItsEnvelope() {
        String event = "[" + "0,".repeat(JsonText.MAX_TOKENS - 3) + "0]";
        assertTrue(JsonText.isJson(event));
        assertEquals(
                JsonText.MAX_TOKENS - 2,
                Envelope.parse("{\"event_data\":" + event + "}").event().size());
        String longer = "[0," + event.substring(1);
        assertFalse(JsonText.isJson(longer));
        assertTrue(JsonText.parse(longer.getBytes(UTF_8)).isEmpty());
    }

    @Test
    void aListMayBeLongerThanAMessage() throws IOException {
        String list = "[" + "0,".repeat(3 * JsonText.MAX_TOKENS) + "0]";
        assertTrue(JsonText.parse(list).isEmpty());
        assertEquals(3 * JsonText.MAX_TOKENS + 1, JsonText.LISTS.readTree(list).size());
    }

    @Test
    void anEmptyTextIsNoValue() {
        assertTrue(JsonText.parse("").isEmpty());
        assertTrue(JsonText.parse(" \n".getBytes(UTF_8)).isEmpty());
        assertFalse(JsonText.isJson(" "));
    }
}
