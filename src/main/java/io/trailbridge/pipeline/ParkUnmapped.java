package io.trailbridge.pipeline;

import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.MappingException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The route step {@code parkUnmapped}, after the sink: fails the message if one of its events could not be mapped, so
 * that it is parked with the reason. Its other events have been delivered by then. Stateless and thread-safe.
 */
public final class ParkUnmapped implements Processor {
    private static final String FAILED = "TrailbridgeUnmapped";

    static void remember(Exchange exchange, List<MappedEvent> failed) {
        exchange.setProperty(FAILED, failed.isEmpty() ? null : failed);
    }

    @Override
    public void process(Exchange exchange) {
        List<?> failed = exchange.getProperty(FAILED, List.of(), List.class);
        if (failed.isEmpty()) {
            return;
        }
        MappingException first = ((MappedEvent) failed.get(0)).failure();
        for (Object other : failed.subList(1, failed.size())) {
            first.addSuppressed(((MappedEvent) other).failure());
        }
        throw first;
    }
}
