package io.trailbridge.pipeline;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class FailedExchangesTest {
    @Test
    void onlyTheFailuresOfExchangesAreAskedFor() throws Exception {
        FailedExchanges failures = new FailedExchanges();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getManagementStrategy().addEventNotifier(failures);
            camel.start();
        }

        assertFalse(failures.isIgnoreExchangeEvents());
        assertFalse(failures.isIgnoreExchangeFailedEvents());
        assertTrue(failures.isIgnoreExchangeCompletedEvent());
        assertTrue(failures.isIgnoreExchangeCreatedEvent());
        assertTrue(failures.isIgnoreExchangeSendingEvents());
        assertTrue(failures.isIgnoreExchangeSentEvents());
        assertTrue(failures.isIgnoreExchangeAsyncProcessingStartedEvents());
        assertTrue(failures.isIgnoreCamelContextEvents());
        assertTrue(failures.isIgnoreRouteEvents());
        assertTrue(failures.isIgnoreServiceEvents());
        assertTrue(failures.isIgnoreStepEvents());
    }
}
