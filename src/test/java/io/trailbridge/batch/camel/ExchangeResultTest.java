package io.trailbridge.batch.camel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.StoppedException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class ExchangeResultTest {
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private final List<Boolean> done = new ArrayList<>();
    private final RejectedException one = new RejectedException("A", "first", "one");
    private final RejectedException two = new RejectedException("B", "second", "two");
    private final StoppedException stopped = new StoppedException("three");

    @Test
    void theExchangeIsCompleteWhenTheLastEntryIsSettled() {
        ExchangeResult result = new ExchangeResult(exchange, done::add, 2);
        result.settled(null);
        assertFalse(result.submitted());
        assertEquals(List.of(), done);
        result.settled(null);
        assertEquals(List.of(false), done);
        assertNull(exchange.getException());
    }

    @Test
    void theExchangeIsCompleteAtOnceWhenNothingIsLeftAfterHandingOver() {
        ExchangeResult result = new ExchangeResult(exchange, done::add, 1);
        result.settled(null);
        assertEquals(List.of(), done);
        assertTrue(result.submitted());
        assertEquals(List.of(true), done);
    }

    @Test
    void ofSeveralRejectionsTheFirstCarriesTheOthers() {
        ExchangeResult result = new ExchangeResult(exchange, done::add, 2);
        result.settled(one);
        result.settled(two);
        result.submitted();
        assertSame(one, exchange.getException());
        assertEquals(List.of(one, two), RejectedException.in(exchange.getException()));
    }

    @Test
    void aStopGoesBeforeARejection() {
        ExchangeResult result = new ExchangeResult(exchange, done::add, 3);
        result.settled(one);
        result.settled(stopped);
        result.settled(null);
        result.submitted();
        assertSame(stopped, exchange.getException());
        assertEquals(List.of(one), List.of(exchange.getException().getSuppressed()));
    }
}
