package io.trailbridge.sinks.eventbridge;

import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.camel.BatchProducer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Exchange;

/** Takes entries from an exchange's body: a single one, or several from a list. */
final class EventBridgeProducer extends BatchProducer<BusEntry> {
    private final EventBridgeEndpoint endpoint;

    EventBridgeProducer(EventBridgeEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected List<BusEntry> entries(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        List<BusEntry> entries = new ArrayList<>();
        for (Object event : body instanceof List<?> events ? events : Collections.singletonList(body)) {
            if (!(event instanceof BusEntry entry)) {
                throw new RejectedException(
                        "NoBusEntry",
                        "the body must be a BusEntry, or a List of them, but is "
                                + (event == null ? "null" : event.getClass().getName())
                                + ": put the step that makes them"
                                + " before this one",
                        endpoint.getBusArn());
            }
            entries.add(entry);
        }
        return entries;
    }
}
