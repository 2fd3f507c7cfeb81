package io.trailbridge.sinks.cloudtrail;

import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.camel.BatchProducer;
import java.util.ArrayList;
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
        Object body = exchange.getMessage().getBody();
        if (!(body instanceof List<?> events)) {
            return List.of(entry(exchange, body));
        }
        List<AuditEntry> entries = new ArrayList<>(events.size());
        for (Object event : events) {
            entries.add(entry(exchange, event));
        }
        return entries;
    }

    private AuditEntry entry(Exchange exchange, Object event) {
        String eventData = exchange.getContext().getTypeConverter().convertTo(String.class, exchange, event);
        if (eventData == null || eventData.isEmpty()) {
            throw new RejectedException(
                    "NoEventData",
                    "the body must be eventData as a JSON string, or a List of them," + " but is "
                            + (event == null ? "null" : event.getClass().getName()),
                    endpoint.getChannelArn());
        }
        return AuditEntry.of(eventData);
    }
}
