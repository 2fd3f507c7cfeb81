package io.trailbridge.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.FlowLogBlobs;
import io.trailbridge.transform.MappedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * The route steps {@code toCloudTrail}, {@code toFindings}, {@code toLakeRows} and {@code toLogEvents}: the body, an
 * {@link Envelope}, becomes the list of what the sink takes of its events. Events that cannot be mapped are kept for
 * {@link ParkUnmapped}, so that they hold up no neighbour; events that the sink is told to leave out are counted, and
 * so are notices of flow logs in a message that their reader gets as well.
 * Thread-safe.
 */
public final class MapEvents implements Processor {
    /** Makes the events of a message into those of a format: one result each, in order. */
    @FunctionalInterface
    public interface Mapper {
        List<MappedEvent> map(JsonNode message, EventOrigin origin);
    }

    /** Makes what a sink takes of a mapped event; null when it has no use for it, which then is parked. */
    @FunctionalInterface
    public interface Entry {
        /** @param alone the text of an envelope with this event alone, made when it is asked for */
        Object of(MappedEvent event, Envelope envelope, Supplier<String> alone);
    }

    /** The sink takes the event's text in the format; what could not be mapped is parked. */
    public static final Entry TEXT = (event, envelope, alone) -> event.json();

    private final Mapper mapper;
    private final LeftOut leftOut;
    private final Entry entry;

    public MapEvents(Mapper mapper, LeftOut leftOut, Entry entry) {
        this.mapper = mapper;
        this.leftOut = leftOut;
        this.entry = entry;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Envelope envelope = exchange.getMessage().getMandatoryBody(Envelope.class);
        EventOrigin origin = new EventOrigin(envelope.eventHub(), envelope.partitionId(), envelope.sequenceNumber(),
                envelope.enqueuedTime(), 0);
        Predicate<MappedEvent> elsewhere = readElsewhere(exchange, envelope);
        List<Object> entries = new ArrayList<>();
        List<MappedEvent> failed = new ArrayList<>();
        List<MappedEvent> mapped = mapper.map(envelope.event(), origin);
        LoneEvents lone = new LoneEvents(envelope, mapped.size());
        for (MappedEvent event : mapped) {
            if (leftOut.excludes(event, elsewhere)) {
                continue;
            }
            Object made = entry.of(event, envelope, () -> lone.text(event.index()));
            if (made == null) {
                failed.add(event);
            } else {
                entries.add(made);
            }
        }
        exchange.getMessage().setBody(entries);
        ParkUnmapped.remember(exchange, failed);
    }

    /** By what the message says of itself, not by the settings: these may have changed since it was sent. */
    private static Predicate<MappedEvent> readElsewhere(Exchange exchange, Envelope envelope) {
        Object kind = exchange.getMessage().getHeader(EnvelopeHeaders.EVENT_KIND);
        if (!EnvelopeHeaders.MIXED_WITH_NOTICES.equals(kind)) {
            return event -> false;
        }
        List<JsonNode> events = Classifier.unwrap(envelope.event());
        return event -> event.kind() == EventKind.BLOB_CREATED && FlowLogBlobs.isNotice(events.get(event.index()));
    }
}
