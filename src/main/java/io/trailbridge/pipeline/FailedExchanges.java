package io.trailbridge.pipeline;

import io.trailbridge.memory.OutOfMemory;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/**
 * Reports the exception of each failed exchange to {@link OutOfMemory}, whether or not a route handles it, because
 * Camel catches errors too.
 */
public final class FailedExchanges extends SimpleEventNotifierSupport {
    public FailedExchanges() {
        // Camel's base class ignores every event of an exchange unless told otherwise.
        setIgnoreExchangeEvents(false);
        setIgnoreExchangeFailedEvents(false);
        setIgnoreCamelContextEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeEvent failed) {
            OutOfMemory.check(failed.getExchange().getException());
            OutOfMemory.check(failed.getExchange().getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        }
    }
}
