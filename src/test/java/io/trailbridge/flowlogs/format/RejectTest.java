package io.trailbridge.flowlogs.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectTest {
    private static final String BLOB = "https://contoso.blob.core.windows.net/c/a/PT1H.json";
    private static final int SMALLEST_QUEUE = 256 * 1024;
    private static final int ATTRIBUTES = 8 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "\uFFFE", "\u0000", "\u007F", "\uD83D\uDE00", "\u00E4"})
    void aQueueTakesItsDocumentWhateverATupleHolds(String odd) throws Exception {
        String document =
                Reject.ofTuple("it is malformed", 7, 0, "a" + odd + "b").document(BLOB);

        assertTrue(document.chars().allMatch(c -> c >= 0x20 && c <= 0x7F), document);
        JsonNode read = new ObjectMapper().readTree(document);
        assertEquals("a" + odd + "b", read.get("tuple").textValue());
        assertEquals(BLOB, read.get("blob").textValue());
    }

    @Test
    void theLongestTextPassesAQueueOfTheSmallerLimit() {
        String document = Reject.ofTuple("it is malformed", 7, 0, "\u0000".repeat(100_000))
                .document(BLOB);

        assertTrue(document.length() < SMALLEST_QUEUE - ATTRIBUTES, "bytes: " + document.length());
    }
}
