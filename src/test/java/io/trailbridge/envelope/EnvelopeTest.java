package io.trailbridge.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final String METADATA = "\"event_metadata\":{\"partition_id\":\"3\","
            + "\"sequence_number\":\"9007199254740993\",\"enqueued_time\":\"2024-01-15T10:30:00Z\"},"
            + "\"processing_metadata\":{\"eventhub_name\":\"defender\"}}";
    private static final String TEXT = "{\"before\":1,\"event_data\":{\"a\":1}," + METADATA;

    @Test
    void anEnvelopeThatIsParsedAlreadyIsReadAsItsTextIs() throws Exception {
        Envelope fromText = Envelope.parse(TEXT);
        Envelope fromTree = Envelope.of(JsonText.MAPPER.readTree(TEXT));

        assertEquals(TEXT, fromText.text());
        assertNull(fromTree.text());
        assertEquals(
                new Envelope(
                        fromTree.event(),
                        "defender",
                        "3",
                        9007199254740993L,
                        Instant.parse("2024-01-15T10:30:00Z"),
                        "defender/3/9007199254740993",
                        null),
                fromTree);
        assertEquals(fromText.event(), fromTree.event());
    }

    @Test
    void theFieldsBesideTheEventAreThoseOfTheText() throws Exception {
        assertEquals(
                "{\"before\":1," + METADATA, Envelope.parse(TEXT).besideEvent().toString());
        assertTrue(Envelope.of(JsonText.MAPPER.readTree(TEXT)).besideEvent().isEmpty());
    }

    @Test
    void theTimeIsReturnedWhereItIsRequiredAndItsAbsenceNamed() {
        assertEquals(Instant.parse("2024-01-15T10:30:00Z"), Envelope.parse(TEXT).requiredTime());
        InvalidEnvelopeException missing = assertThrows(
                InvalidEnvelopeException.class,
                () -> Envelope.parse("{\"event_data\":1,\"event_metadata\":{\"enqueued_time\":\" \"}}")
                        .requiredTime());
        assertTrue(missing.getMessage().contains("no event_metadata.enqueued_time"), missing.getMessage());
    }

    @Test
    void theTimeLiesInTheYearsThatFourDigitsCanWrite() {
        assertEquals(Instant.parse("0000-01-01T00:00:00Z"), enqueued("0000-01-01T00:00:00Z"));
        assertEquals(Instant.parse("9999-12-31T23:59:59.999999999Z"), enqueued("9999-12-31T23:59:59.999999999Z"));
        for (String outside : new String[] {"0000-01-01T00:00:00+00:01", "+10000-01-01T00:00:00Z", "yesterday"}) {
            InvalidEnvelopeException refused =
                    assertThrows(InvalidEnvelopeException.class, () -> enqueued(outside), outside);
            assertTrue(refused.getMessage().contains("event_metadata.enqueued_time"), refused.getMessage());
        }
    }

    @Test
    void aNumberThatIsNoneIsRefusedWithoutItsValue() {
        InvalidEnvelopeException refused = assertThrows(
                InvalidEnvelopeException.class,
                () -> Envelope.parse("{\"event_data\":1,\"event_metadata\":{\"sequence_number\":\"secret\"}}"));

        assertTrue(refused.getMessage().contains("event_metadata.sequence_number"), refused.getMessage());
        assertTrue(!refused.getMessage().contains("secret"), refused.getMessage());
    }

    private static Instant enqueued(String time) {
        return Envelope.parse("{\"event_data\":1,\"event_metadata\":{\"enqueued_time\":\"" + time + "\"}}")
                .enqueuedTime();
    }
}
