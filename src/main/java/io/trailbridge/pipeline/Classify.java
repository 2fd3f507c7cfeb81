package io.trailbridge.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.FlowLogBlobs;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The route step {@code classify}: sets the header {@code EventKind} by the content of the body; the body stays
 * unchanged. A body that is not JSON counts as unrecognised. Stateless and thread-safe.
 */
public final class Classify implements Processor {
    private final boolean noticesGoApart;

    /**
     * @param noticesGoApart whether notices of flow logs and other events have different receivers, so that a message
     *     with both must go to all of them
     */
    public Classify(boolean noticesGoApart) {
        this.noticesGoApart = noticesGoApart;
    }

    @Override
    public void process(Exchange exchange) {
        String kind = EventBody.read(exchange).tree().map(this::kindOf).orElse(EventKind.UNRECOGNISED.id());
        exchange.getMessage().setHeader(EnvelopeHeaders.EVENT_KIND, kind);
    }

    private String kindOf(JsonNode message) {
        String kind = Classifier.kindOf(message);
        boolean twoWays = noticesGoApart
                && kind.equals(Classifier.MIXED)
                && Classifier.unwrap(message).stream().anyMatch(FlowLogBlobs::isNotice);
        return twoWays ? EnvelopeHeaders.MIXED_WITH_NOTICES : kind;
    }
}
