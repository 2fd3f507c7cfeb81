package io.trailbridge.batch.camel;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;

/** Whether an exchange has come to a sink, by itself or by one of its copies (multicast, split). Thread-safe. */
public final class SinkArrival {
    private static final String PROPERTY = "TrailbridgeSinkArrival";

    private SinkArrival() {}

    /** To be called where the exchange begins, before it can be copied. */
    public static void watch(Exchange exchange) {
        exchange.setProperty(PROPERTY, new AtomicBoolean());
    }

    public static void reached(Exchange exchange) {
        AtomicBoolean reached = exchange.getProperty(PROPERTY, AtomicBoolean.class);
        if (reached != null) {
            reached.set(true);
        }
    }

    /** Also false where nobody watches. */
    public static boolean hasReached(Exchange exchange) {
        AtomicBoolean reached = exchange.getProperty(PROPERTY, AtomicBoolean.class);
        return reached != null && reached.get();
    }
}
