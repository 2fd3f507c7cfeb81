package io.trailbridge.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue accepts the characters of XML 1.0. */
class QueueTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "\t\n\r ~\u007f\ud7ff\ue000\ufffd", "\ud800\udc00\udbff\udfff"})
    void whatIsTakenStaysAsItIs(String text) {
        assertEquals(-1, QueueText.firstRefused(text));
        assertSame(text, QueueText.replaceRefused(text, '?'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0008", "\u000b", "\u001f", "\ufffe", "\uffff", "\ud83d", "\ude00"})
    void whatIsRefusedIsFoundAndReplaced(String refused) {
        assertEquals(3, QueueText.firstRefused("a\ud83d\ude00" + refused + "b" + refused));
        assertEquals("a\ud83d\ude00?b?", QueueText.replaceRefused("a\ud83d\ude00" + refused + "b" + refused, '?'));
    }
}
