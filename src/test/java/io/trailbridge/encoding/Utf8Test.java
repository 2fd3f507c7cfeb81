package io.trailbridge.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\u0000\u007f", "\u0080\u07ff", "\u0800\ud7ff\ue000\uffff", "a\ud83d\ude00b"})
    void theLengthIsThatOfTheEncodedText(String text) {
        assertEquals(text.getBytes(StandardCharsets.UTF_8).length, Utf8.length(text));
    }

    @Test
    void halfAPairCountsAsHalfOfItsBytes() {
        assertEquals(2, Utf8.length("\ud83d"));
        assertEquals(2, Utf8.length('\ude00'));
    }
}
