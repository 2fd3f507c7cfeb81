package io.trailbridge.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.envelope.Envelope;
import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.envelope.InvalidEnvelopeException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The message about a broken envelope: the field, its type and size, and the remedy; never its content. */
class EnvelopeFaultsTest {
    private static final String BELONG = ": only messages as an ingest route wrote them belong into the queue";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secret | the message body is a string of 6 characters that is not JSON",
                "{'secret':1} | the message body has no event_data, it is an object of 1 field and no envelope",
                "['secret'] | the message body has no event_data, it is a list of 1 element and no envelope",
                "7 | the message body has no event_data, it is a number of 1 character and no envelope",
                "true | the message body has no event_data, it is a boolean and no envelope",
                "null | the message body has no event_data, it is null and no envelope"
            })
    void aBodyThatIsNoEnvelopeIsToldByItsType(String body, String fault) {
        assertEquals(fault + BELONG, fault(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'sequence_number':'secret' | event_metadata.sequence_number is a string of 6 characters, not an integer of"
                        + " 64 bits: correct it or leave it out",
                "'sequence_number':1.5 | event_metadata.sequence_number is a number of 3 characters, not an integer of"
                        + " 64 bits: correct it or leave it out",
                "'enqueued_time':'secret' | event_metadata.enqueued_time is a string of 6 characters, not an ISO-8601 time with"
                        + " zone in the years 0 to 9999: write it as 2026-01-31T12:00:00Z",
                "'enqueued_time':'+10000-01-01T00:00:00Z' | event_metadata.enqueued_time is a string of 22 characters, not an"
                        + " ISO-8601 time with zone in the years 0 to 9999: write it as 2026-01-31T12:00:00Z"
            })
    void aFieldThatCannotBeReadIsNamedWithItsRemedy(String field, String fault) {
        assertEquals(fault, fault("{'event_data':{},'event_metadata':{" + field + "}}"));
    }

    @Test
    void anEnvelopeWithoutATimeSaysHowToGiveOne() {
        Envelope envelope = Envelope.parse("{\"event_data\":{}}");

        String fault = assertThrows(InvalidEnvelopeException.class, envelope::requiredTime)
                .getMessage();

        assertTrue(fault.contains("event_metadata.enqueued_time") && fault.contains("2026-01-31T12:00:00Z"), fault);
    }

    @Test
    void anUnknownEncodingAndABodyThatIsNotCompressedAreTold() {
        String unknown = fault("secret", "secretive");
        String wrong = fault("secret text", EnvelopeHeaders.GZIP_BASE64);

        assertTrue(unknown.contains("is a string of 9 characters: only " + EnvelopeHeaders.GZIP_BASE64), unknown);
        assertTrue(wrong.contains("a string of 11 characters") && wrong.contains("send it as it was received"), wrong);
        assertFalse((unknown + wrong).contains("secret"), unknown + wrong);
    }

    private static String fault(String body) {
        return assertThrows(InvalidEnvelopeException.class, () -> Envelope.parse(body.replace('\'', '"')))
                .getMessage();
    }

    private static String fault(String body, String encoding) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(EnvelopeHeaders.CONTENT_ENCODING, encoding);
        return assertThrows(InvalidEnvelopeException.class, () -> new OpenEnvelope().process(exchange))
                .getMessage();
    }
}
