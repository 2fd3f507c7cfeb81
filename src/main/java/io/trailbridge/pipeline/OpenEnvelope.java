package io.trailbridge.pipeline;

import io.trailbridge.envelope.Envelope;
import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.envelope.InvalidEnvelopeException;
import io.trailbridge.envelope.QueueText;
import io.trailbridge.envelope.Shape;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * The route step that opens a queue message: the body, decompressed if its attribute requires it, becomes an
 * {@link Envelope}, and headers of its position are set where the message has none. Throws {@link InvalidEnvelopeException} for anything else. Stateless and thread-safe.
 */
public final class OpenEnvelope implements Processor {
    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String body = message.getBody(String.class);
        if (body == null) {
            throw new InvalidEnvelopeException(
                    "the message has no body that is a string: only messages as an ingest"
                            + " route wrote them belong into the queue",
                    null);
        }
        String encoding = message.getHeader(EnvelopeHeaders.CONTENT_ENCODING, String.class);
        if (EnvelopeHeaders.GZIP_BASE64.equals(encoding)) {
            body = QueueText.decompress(body);
        } else if (encoding != null) {
            throw new InvalidEnvelopeException(
                    "the message attribute " + EnvelopeHeaders.CONTENT_ENCODING + " is "
                            + Shape.of(encoding) + ": only " + EnvelopeHeaders.GZIP_BASE64
                            + " is understood; leave it away"
                            + " for a body that is not compressed",
                    null);
        }
        Envelope envelope = Envelope.parse(body);
        message.setBody(envelope);
        setMissing(message, envelope);
    }

    /** Sets the headers of the event's position, which a message that carries several events has not as attributes. */
    static void setMissing(Message message, Envelope envelope) {
        setMissing(message, EnvelopeHeaders.PARTITION_ID, envelope.partitionId());
        setMissing(message, EnvelopeHeaders.SEQUENCE_NUMBER, envelope.sequenceNumber());
        setMissing(message, EnvelopeHeaders.CORRELATION_ID, envelope.correlationId());
    }

    private static void setMissing(Message message, String name, Object value) {
        if (value != null && message.getHeader(name) == null) {
            message.setHeader(name, value.toString());
        }
    }
}
