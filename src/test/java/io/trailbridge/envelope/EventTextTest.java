package io.trailbridge.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventTextTest {
    @Test
    void aByteOrderMarkIsNotPartOfTheText() {
        EventText event = EventText.of("\uFEFF{\"a\":\"\u00e9\"}".getBytes(UTF_8));

        assertEquals("{\"a\":\"\u00e9\"}", event.text());
        assertEquals(10, event.textBytes());
        assertTrue(event.isJson());
        assertEquals("\uFEFF1", EventText.of("\uFEFF\uFEFF1".getBytes(UTF_8)).text());
        assertEquals("", EventText.of("\uFEFF".getBytes(UTF_8)).text());
    }

    @Test
    void aReplacementCharacterThatWasPublishedStays() {
        assertEquals("\"\uFFFD\"", EventText.of("\"\uFFFD\"".getBytes(UTF_8)).text());
        assertNull(EventText.of(new byte[] {'"', (byte) 0xEF, (byte) 0xBF, '"'}).text());
    }

    @Test
    void bytesThatAreNotUtf8AreNeitherTextNorJson() {
        EventText event = EventText.of(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'});

        assertNull(event.text());
        assertFalse(event.isJson());
        assertTrue(event.tree().isEmpty());
    }

    @Test
    void bytesByChanceAreDecodedAsAStrictDecoderDoes() {
        Random random = new Random(3);
        int decoded = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(6)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.nextInt(3) == 0 ? 0x80 | random.nextInt(64) : 0xE0 + random.nextInt(32));
            }
            String strict = strict(bytes);
            assertEquals(strict, EventText.of(bytes).text());
            decoded += strict == null ? 0 : 1;
        }
        assertTrue(decoded > 1000, "decoded: " + decoded);
    }

    private static String strict(byte[] bytes) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }

    @Test
    void whetherItIsJsonIsTheSameWithAndWithoutATree() {
        for (String text : new String[] {
            "{\"a\":[1,{\"b\":\"c\"}]}",
            "[1]",
            "\"text\"",
            "null",
            "",
            " ",
            "{",
            "{\"a\":1",
            "{\"a\":[}",
            "{\"a\":1}{}",
            "{\"a\":1e99999999999}",
            "{\"a\":[1e99999999999]}",
            "[" + "1".repeat(JsonText.MAX_NUMBER + 1) + "]",
            "{\"a\":" + "[".repeat(199) + "]".repeat(199) + "}",
            "{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}",
            "{\"a\":[" + "0,".repeat(JsonText.MAX_TOKENS - 6) + "0]}",
            "{\"a\":[" + "0,".repeat(JsonText.MAX_TOKENS - 5) + "0]}"
        }) {
            EventText event = EventText.of(text.getBytes(UTF_8));
            boolean tree = event.tree().isPresent();
            String what = text.substring(0, Math.min(30, text.length()));

            assertEquals(JsonText.isJson(text), tree, what);
            assertEquals(tree, event.isJson(), what);
            assertEquals(JsonText.parseEvent(text).isPresent(), tree, what);
        }
    }

    /** A string that is too long for a tree is part of valid JSON all the same: it is carried as it is. */
    @Test
    void aStringThatIsTooLongForATreeLeavesNoTree() {
        String tooLong = "\"" + "a".repeat(JsonText.MAX_STRING + 1) + "\"";
        for (String text : new String[] {"{\"a\":" + tooLong + "}", "{\"a\":[" + tooLong + "]}"}) {
            EventText event = EventText.of(text.getBytes(UTF_8));

            assertTrue(event.tree().isEmpty());
            assertTrue(event.isJson());
        }
    }
}
