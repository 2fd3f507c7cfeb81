package io.trailbridge.pipeline;

import io.trailbridge.envelope.EventText;
import org.apache.camel.Exchange;

/**
 * The event in the body of an exchange. A step that has read it leaves it in a property of the exchange for the step
 * that seals it. It is used there only if the body is still the same array: a step between may have replaced it.
 */
final class EventBody {
    private static final String PROPERTY = "TrailbridgeEventText";

    private EventBody() {}

    /** Reads the event, and keeps it for {@link #take}. */
    static EventText read(Exchange exchange) {
        EventText event = take(exchange);
        exchange.setProperty(PROPERTY, event);
        return event;
    }

    /** Returns the event that is kept, or reads it. It is not kept any longer. */
    static EventText take(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (exchange.removeProperty(PROPERTY) instanceof EventText kept && kept.isOf(body)) {
            return kept;
        }
        byte[] bytes = exchange.getMessage().getBody(byte[].class);
        return EventText.of(bytes == null ? new byte[0] : bytes);
    }
}
