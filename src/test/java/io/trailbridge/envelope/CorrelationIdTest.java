package io.trailbridge.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationIdTest {
    @Test
    void thePublishersIdCounts() {
        String longest = "x".repeat(256);
        assertEquals("abc", CorrelationId.of("abc", "hub", "1", 7L));
        assertEquals(longest, CorrelationId.of(longest, "hub", "1", 7L));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "with \u0000", "\uD800"})
    void withoutOneThatAnAttributeCanHoldThePositionCounts(String published) {
        assertEquals("hub/1/7", CorrelationId.of(published, "hub", "1", 7L));
        assertEquals("hub/1/7", CorrelationId.of("x".repeat(257), "hub", "1", 7L));
        assertEquals("hub/1/7", CorrelationId.of(7, "hub", "1", 7L));
    }
}
