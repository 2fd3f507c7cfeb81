package io.trailbridge.routes;

import io.trailbridge.envelope.Envelope;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.cloudtrail.CloudTrailMapper;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * The route step {@code toCloudTrail}: the body, an {@link Envelope}, becomes the list of the {@code eventData} texts of
 * its events. Events that cannot be mapped are kept for {@link ParkUnmapped}, so that they hold up no neighbour.
 * Thread-safe.
 */
public final class ToCloudTrail implements Processor {
    private final CloudTrailMapper mapper;

    public ToCloudTrail(CloudTrailMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Envelope envelope = exchange.getMessage().getMandatoryBody(Envelope.class);
        EventOrigin origin = new EventOrigin(envelope.eventHub(), envelope.partitionId(), envelope.sequenceNumber(),
                envelope.enqueuedTime(), 0);
        List<String> eventData = new ArrayList<>();
        List<MappedEvent> failed = new ArrayList<>();
        for (MappedEvent event : mapper.toCloudTrail(envelope.event(), origin)) {
            if (event.failed()) {
                failed.add(event);
            } else {
                eventData.add(event.json());
            }
        }
        exchange.getMessage().setBody(eventData);
        ParkUnmapped.remember(exchange, failed);
    }
}
