package io.trailbridge.routes;

import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventKind;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * The route step {@code classify}: sets the header {@code EventKind} by the content of the body, which stays as it is.
 * What is not JSON counts as unrecognised. Stateless and thread-safe.
 */
public final class Classify implements Processor {
    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] body = message.getBody(byte[].class);
        String kind = JsonText.parse(body == null ? new byte[0] : body)
                .map(Classifier::kindOf)
                .orElse(EventKind.UNRECOGNISED.id());
        message.setHeader(EnvelopeHeaders.EVENT_KIND, kind);
    }
}
