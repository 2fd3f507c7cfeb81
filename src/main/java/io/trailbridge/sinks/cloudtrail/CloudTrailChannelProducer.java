package io.trailbridge.sinks.cloudtrail;

import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.camel.BatchProducer;
import java.util.List;
import org.apache.camel.Exchange;

/** Creates audit events from an exchange's body: one from a string, several from a list. */
final class CloudTrailChannelProducer extends BatchProducer<AuditEntry> {
    private final CloudTrailChannelEndpoint endpoint;

    CloudTrailChannelProducer(CloudTrailChannelEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected List<AuditEntry> entries(Exchange exchange) {
        return parts(exchange).stream().map(event -> entry(exchange, event)).toList();
    }

    private AuditEntry entry(Exchange exchange, Object event) {
        String eventData = exchange.getContext().getTypeConverter().convertTo(String.class, exchange, event);
        if (eventData == null || eventData.isEmpty()) {
            throw new RejectedException(
                    "NoEventData", unexpected("eventData as a JSON string", event), endpoint.getChannelArn());
        }
        return AuditEntry.of(eventData);
    }
}
