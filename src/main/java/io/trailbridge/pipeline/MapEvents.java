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
 * The mapping step of a sink's route, such as {@code toCloudTrail}: the body, an {@link Envelope}, becomes the list of
 * entries that the sink takes from its events. Events that cannot be mapped are kept for {@link ParkUnmapped}, so that
 * they do not block the others. Events that the sink leaves out by its settings are counted, and so are notices of
 * flow logs in a message that the flow log reader receives as well. Thread-safe.
 */
public final class MapEvents implements Processor {
    /** Maps the events of a message to a format: one result each, in order. */
    @FunctionalInterface
    public interface Mapper {
        List<MappedEvent> map(JsonNode message, EventOrigin origin);
    }

    /**
     * Creates the entry for a sink from a mapped event; null when the sink cannot use the event, which is then parked.
     */
    @FunctionalInterface
    public interface Entry {
        /** @param alone supplies the JSON of an envelope with this event alone, created on demand */
        Object of(MappedEvent event, Envelope envelope, Supplier<String> alone);
    }

    /** The entry is the event's JSON in the format; events that could not be mapped are parked. */
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
        EventOrigin origin = new EventOrigin(
                envelope.eventHub(), envelope.partitionId(), envelope.sequenceNumber(), envelope.enqueuedTime(), 0);
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

    /**
     * Returns which events the flow log reader receives. The message's header decides, not the settings: these may have
     * changed since it was sent.
     */
    private static Predicate<MappedEvent> readElsewhere(Exchange exchange, Envelope envelope) {
        Object kind = exchange.getMessage().getHeader(EnvelopeHeaders.EVENT_KIND);
        if (!EnvelopeHeaders.MIXED_WITH_NOTICES.equals(kind)) {
            return event -> false;
        }
        List<JsonNode> events = Classifier.unwrap(envelope.event());
        return event -> event.kind() == EventKind.BLOB_CREATED && FlowLogBlobs.isNotice(events.get(event.index()));
    }
}
