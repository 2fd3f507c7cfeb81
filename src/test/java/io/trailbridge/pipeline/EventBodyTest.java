package io.trailbridge.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.envelope.Envelope;
import io.trailbridge.envelope.EventText;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class EventBodyTest {
    private static final byte[] EVENT = "{\"a\":1}".getBytes(UTF_8);

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void anEventIsReadOnceForBothSteps() {
        exchange.getMessage().setBody(EVENT);
        EventText read = EventBody.read(exchange);

        assertSame(read, EventBody.take(exchange));
    }

    @Test
    void nothingIsKeptAfterTheStepThatSeals() {
        exchange.getMessage().setBody(EVENT);
        EventText read = EventBody.read(exchange);
        EventBody.take(exchange);

        assertTrue(exchange.getProperties().isEmpty());
        assertNotSame(read, EventBody.take(exchange));
    }

    @Test
    void aBodyThatWasReplacedIsReadAnewEvenIfItIsEqual() {
        exchange.getMessage().setBody(EVENT);
        EventText read = EventBody.read(exchange);
        exchange.getMessage().setBody(EVENT.clone());

        assertNotSame(read, EventBody.take(exchange));
    }

    @Test
    void aBodyOfAnotherTypeIsConvertedAndNoBodyIsEmpty() {
        exchange.getMessage().setBody("{\"b\":2}");
        assertArrayEquals("{\"b\":2}".getBytes(UTF_8), EventBody.read(exchange).bytes());
        exchange.getMessage().setBody(null);
        assertEquals(0, EventBody.take(exchange).bytes().length);
    }

    @Test
    void whatAStepPutsInPlaceOfAClassifiedEventIsSealed() {
        exchange.getMessage().setBody(EVENT);
        new Classify(true).process(exchange);
        exchange.getMessage().setBody("not JSON".getBytes(UTF_8));
        new SealEnvelope("1", Clock.systemUTC(), () -> 262_144).process(exchange);

        Envelope envelope = Envelope.parse(exchange.getMessage().getBody(String.class));
        assertEquals("{\"raw_data\":\"not JSON\"}", envelope.event().toString());
    }
}
