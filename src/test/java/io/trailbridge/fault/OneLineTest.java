package io.trailbridge.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {
    @Test
    void breaksBecomeASpaceAndQuotesDoNotEndAQuotedValue() {
        assertEquals("a b 'c", OneLine.of(" a\r\n\tb \"c\n"));
        assertEquals("no reason given", OneLine.of(null));
        assertEquals(1003, OneLine.of("x".repeat(2000)).length());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1b, 0x7f, 0x85, 0x9b, 0x2028, 0x2029, 0x202e, 0x200b, 0xfeff, 0xd800})
    void whatChangesHowALineIsShownIsAnEscapeOfJson(int c) {
        String expected = String.format("a\\u%04xb", c);
        assertEquals(expected, OneLine.of("a" + Character.toString(c) + "b"));
        assertEquals(expected, OneLine.escaped("a" + Character.toString(c) + "b"));
    }

    @Test
    void aFormatCharacterOfTwoUnitsIsTwoEscapes() {
        assertEquals("\\udb40\\udc41", OneLine.of("\udb40\udc41"));
    }

    @Test
    void aWholeLineKeepsAllButTheHidden() {
        assertEquals(
                "  \"x\"\\u000a\u00e9 \ud83d\ude00" + "y".repeat(2000),
                OneLine.escaped("  \"x\"\n\u00e9 \ud83d\ude00" + "y".repeat(2000)));
    }
}
