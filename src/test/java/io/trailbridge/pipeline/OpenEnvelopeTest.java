package io.trailbridge.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.envelope.Envelope;
import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.envelope.InvalidEnvelopeException;
import io.trailbridge.envelope.QueueText;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class OpenEnvelopeTest {
    private static final String ENVELOPE = "{\"event_data\":{\"a\":1},\"event_metadata\":{\"sequence_number\":\"7\","
            + "\"partition_id\":\"3\",\"system_properties\":{\"correlation-id\":\"c\"}},"
            + "\"processing_metadata\":{\"eventhub_name\":\"hub\"}}";

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private final Message message = exchange.getMessage();

    private void open(Object body) {
        message.setBody(body);
        new OpenEnvelope().process(exchange);
    }

    @Test
    void theBodyBecomesTheEnvelopeAndItsPositionHeaders() {
        open(ENVELOPE);

        assertEquals(1, message.getBody(Envelope.class).event().path("a").intValue());
        assertEquals("3", message.getHeader(EnvelopeHeaders.PARTITION_ID));
        assertEquals("7", message.getHeader(EnvelopeHeaders.SEQUENCE_NUMBER));
        assertEquals("c", message.getHeader(EnvelopeHeaders.CORRELATION_ID));
    }

    @Test
    void headersThatTheMessageHasStay() {
        message.setHeader(EnvelopeHeaders.PARTITION_ID, "own partition");
        message.setHeader(EnvelopeHeaders.SEQUENCE_NUMBER, "own number");
        message.setHeader(EnvelopeHeaders.CORRELATION_ID, "own id");
        open(ENVELOPE);

        assertEquals("own partition", message.getHeader(EnvelopeHeaders.PARTITION_ID));
        assertEquals("own number", message.getHeader(EnvelopeHeaders.SEQUENCE_NUMBER));
        assertEquals("own id", message.getHeader(EnvelopeHeaders.CORRELATION_ID));
    }

    @Test
    void whatTheEnvelopeDoesNotSayIsNoHeader() {
        open("{\"event_data\":1}");

        assertNull(message.getHeader(EnvelopeHeaders.PARTITION_ID));
        assertNull(message.getHeader(EnvelopeHeaders.SEQUENCE_NUMBER));
    }

    @Test
    void aCompressedBodyIsDecompressed() {
        message.setHeader(EnvelopeHeaders.CONTENT_ENCODING, EnvelopeHeaders.GZIP_BASE64);
        open(QueueText.compress(ENVELOPE));

        assertEquals(7L, message.getBody(Envelope.class).sequenceNumber());
    }

    @Test
    void anythingElseIsRefusedWithItsReason() {
        assertTrue(refusal(null).contains("no body"));
        assertTrue(refusal("no JSON").contains("not JSON"));
        assertTrue(refusal("[" + ENVELOPE + "]").contains("no event_data"));
        message.setHeader(EnvelopeHeaders.CONTENT_ENCODING, "br");
        assertTrue(refusal(ENVELOPE).contains(EnvelopeHeaders.GZIP_BASE64));
    }

    private String refusal(String body) {
        return assertThrows(InvalidEnvelopeException.class, () -> open(body)).getMessage();
    }
}
