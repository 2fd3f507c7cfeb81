package io.trailbridge.sinks.eventbridge;

import io.trailbridge.batch.camel.BatchProducer;
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
        return made(exchange, BusEntry.class, endpoint.getBusArn());
    }
}
