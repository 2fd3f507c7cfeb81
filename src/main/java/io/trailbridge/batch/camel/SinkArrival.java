package io.trailbridge.batch.camel;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;

/**
 * Records whether an exchange has reached a sink, by itself or by one of its copies (multicast, split). Thread-safe.
 */
public final class SinkArrival {
    private static final String PROPERTY = "TrailbridgeSinkArrival";

    private SinkArrival() {}

    /** Starts recording. To be called where the exchange begins, before it can be copied. */
    public static void watch(Exchange exchange) {
        exchange.setProperty(PROPERTY, new AtomicBoolean());
    }

    public static void reached(Exchange exchange) {
        AtomicBoolean reached = exchange.getProperty(PROPERTY, AtomicBoolean.class);
        if (reached != null) {
            reached.set(true);
        }
    }

    /** Returns whether the exchange has reached a sink; also false when {@link #watch} was not called. */
    public static boolean hasReached(Exchange exchange) {
        AtomicBoolean reached = exchange.getProperty(PROPERTY, AtomicBoolean.class);
        return reached != null && reached.get();
    }
}
