package io.trailbridge.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueTextBoundsTest {
    @Test
    void aTextOfTheLargestSizeIsOpenedAndOneOfAByteMoreIsNot() {
        String largest = "a".repeat(QueueText.MAX_INFLATED_BYTES);
        assertEquals(largest, QueueText.decompress(QueueText.compress(largest)));

        String bomb = QueueText.compress(largest + "a");
        InvalidEnvelopeException refused =
                assertThrows(InvalidEnvelopeException.class, () -> QueueText.decompress(bomb));
        assertTrue(refused.getMessage().contains("becomes larger than 8388608 bytes"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\t\n\r", " ~\u007f", "\ud7ff\ue000\ufffd", "\ud800\udc00", "a\udbff\udfffb"})
    void theFirstAndTheLastOfTheCharactersOfXmlAreAllowed(String text) {
        assertTrue(QueueText.isAllowed(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "\u0008",
                "\u000b",
                "\u001f",
                "\ufffe",
                "\uffff",
                "a\ud83d",
                "\ude00a",
                "\ud83d\ud83d",
                "\ud83db\ude00"
            })
    void theirNeighboursAndHalvesOfPairsAreNot(String text) {
        assertFalse(QueueText.isAllowed(text));
        assertFalse(QueueText.isAllowed("\ud83d\ude00" + text));
    }
}
