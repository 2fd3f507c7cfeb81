package io.trailbridge.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.RejectedException;
import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.sqs.SinkQueue;
import io.trailbridge.sqs.SinkQueues;
import io.trailbridge.standin.LogLines;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParkingLotTest {
    private static final String QUEUE = "https://sqs.eu-west-1.amazonaws.com/123456789012/";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final SinkQueues queues = new SinkQueues(List.of(
            new SinkQueue("cloudtrail", QUEUE + "trail", QUEUE + "trail-dead"),
            new SinkQueue("security-hub", QUEUE + "hub", QUEUE + "hub-dead")));
    private final Processor broken = exchange -> {
        exchange.getMessage().setBody("half done");
        exchange.getMessage().setHeader(EnvelopeHeaders.CONTENT_ENCODING, EnvelopeHeaders.GZIP_BASE64);
        throw new IllegalStateException("as the test wants it");
    };
    private final Processor overflowing = exchange -> {
        throw new StackOverflowError("as the test wants it");
    };
    private final Processor seal = exchange -> {
        exchange.getMessage().setBody("sealed " + exchange.getMessage().getBody());
        exchange.getMessage().setHeader(EnvelopeHeaders.EVENT_KIND, "alert");
        exchange.getMessage().setHeader(EnvelopeHeaders.CORRELATION_ID, "id-1");
    };
    private final ParkingLot parkingLot = lot(seal);

    private ParkingLot lot(Processor... forms) {
        return new ParkingLot(
                queues,
                kind -> switch (kind) {
                    case "alert" -> List.of("cloudtrail", "security-hub");
                    case "unrecognised" -> List.of("cloudtrail");
                    default -> List.of();
                },
                List.of(forms),
                Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    /** An exchange of an endpoint that is never started. */
    private Exchange from(String uri, Throwable failure) {
        Endpoint source = new DefaultEndpoint(uri, null) {
            @Override
            public Producer createProducer() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                throw new UnsupportedOperationException();
            }
        };
        return failed(source, failure);
    }

    private Endpoint queue(String name) {
        return camel.getEndpoint("aws2-sqs:" + name + "?region=eu-west-1&useDefaultCredentialsProvider=true"
                + "&queueUrl=RAW(" + QUEUE + name + ")");
    }

    private Exchange failed(Endpoint source, Throwable failure) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getExchangeExtension().setFromEndpoint(source);
        exchange.getMessage().setBody("event");
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        exchange.setProperty(Exchange.FAILURE_ROUTE_ID, "a-route");
        return exchange;
    }

    private Exchange fromHub(Throwable failure) throws Exception {
        Exchange exchange = from("azure-eventhubs:ns/hub", failure);
        assertTrue(parkingLot.takes(exchange));
        parkingLot.process(exchange);
        return exchange;
    }

    private static String header(Exchange exchange, String name) {
        return exchange.getMessage().getHeader(name, String.class);
    }

    @Test
    void anEventThatFailsBeforeTheQueuesIsParkedInAllThatTakeItsKind() throws Exception {
        Exchange parked = fromHub(new IllegalArgumentException("no such thing"));

        assertEquals("cloudtrail,security-hub", parked.getProperty(ParkingLot.SINKS));
        assertEquals("sealed event", parked.getMessage().getBody());
        assertEquals("no such thing", header(parked, "FailureReason"));
        assertEquals("IllegalArgumentException", header(parked, "FailureType"));
        assertEquals("a-route", header(parked, "FailedRoute"));
        assertEquals("2026-01-02T03:04:05Z", header(parked, "FailedAt"));
        assertEquals("id-1", header(parked, "OriginalMessageId"));
        assertEquals("0", header(parked, "ReceiveCount"));
    }

    @Test
    void anEventIsParkedInTheFirstFormThatCanBeMadeOfIt() throws Exception {
        Exchange parked = from("azure-eventhubs:ns/hub", new IllegalArgumentException("no such thing"));

        lot(broken, overflowing, seal).process(parked);

        assertEquals("sealed event", parked.getMessage().getBody());
        assertNull(header(parked, EnvelopeHeaders.CONTENT_ENCODING));
        assertEquals("no such thing", header(parked, "FailureReason"));
        assertEquals("cloudtrail,security-hub", parked.getProperty(ParkingLot.SINKS));
    }

    @Test
    void anEventWhoseKindCannotBeToldIsParkedAsUnrecognised() throws Exception {
        Exchange parked = from("azure-eventhubs:ns/hub", new IllegalArgumentException("no such thing"));

        lot(broken, exchange -> exchange.getMessage().setBody("raw")).process(parked);

        assertEquals("raw", parked.getMessage().getBody());
        assertEquals("unrecognised", header(parked, EnvelopeHeaders.EVENT_KIND));
        assertEquals("cloudtrail", parked.getProperty(ParkingLot.SINKS));
    }

    @Test
    void anEventThatFitsNoMessageIsParkedAsItsNotice() throws Exception {
        Exchange parked = from("azure-eventhubs:ns/hub", new IllegalArgumentException("no such thing"));

        lot(new SealEnvelope("1", Clock.systemUTC(), () -> 0), seal).process(parked);

        assertTrue(header(parked, "CorrelationId").endsWith("null/null"), header(parked, "CorrelationId"));
        assertTrue(parked.getMessage().getBody(String.class).startsWith("{\"oversize_event\":"));
    }

    @Test
    void anEventThatOneQueueRejectsIsParkedInThatOnesAlone() throws Exception {
        Exchange parked = fromHub(new RejectedException("InvalidMessageContents", "not XML", "security-hub"));

        assertEquals("security-hub", parked.getProperty(ParkingLot.SINKS));
        assertEquals("InvalidMessageContents", header(parked, "FailureType"));
    }

    @Test
    void anEventThatTwoQueuesRejectIsParkedInBoth() throws Exception {
        RejectedException first = new RejectedException("InvalidMessageContents", "not XML", "security-hub");
        first.addSuppressed(new RejectedException("InvalidMessageContents", "not XML", "cloudtrail"));

        assertEquals("security-hub,cloudtrail", fromHub(first).getProperty(ParkingLot.SINKS));
    }

    @Test
    void aReasonIsCutAndMadeFitForAMessageAttribute() throws Exception {
        String reason =
                header(fromHub(new IllegalStateException("a\u0000b\uFFFF" + "x".repeat(5000))), "FailureReason");

        assertEquals(1000, reason.length());
        assertTrue(reason.startsWith("a b x"), reason.substring(0, 10));
        assertEquals("no reason given", header(fromHub(new IllegalStateException(" ")), "FailureReason"));
    }

    @Test
    void aReasonKeepsEveryCharacterOfXmlButTheReturnAndLosesAllOthers() throws Exception {
        String kept = "a\n\t ~\ud7ff\ue000\ufffd\ud83d\ude00z";
        assertEquals(kept, header(fromHub(new IllegalStateException(kept)), "FailureReason"));
        for (String lost : new String[] {"\u0000", "\u001f", "\r", "\ud800", "\udfff", "\ufffe", "\uffff"}) {
            assertEquals("a z", header(fromHub(new IllegalStateException("a" + lost + "z")), "FailureReason"));
        }
    }

    @Test
    void anEventThatHasNoFormIsParkedNowhereAndSaysWhy() {
        Exchange formless = from("azure-eventhubs:ns/hub", new IllegalArgumentException("no such thing"));

        IllegalStateException failed = assertThrows(
                IllegalStateException.class, () -> lot(broken, broken).process(formless));

        assertEquals(2, failed.getSuppressed().length);
        assertNull(formless.getProperty(ParkingLot.SINKS));
    }

    @Test
    void whatOthersWroteForgesNoLineOfTheLog() throws Exception {
        String forged = "x\r\n2026-01-02T03:04:05.000Z INFO  Bridge stopped\u0085\u2028\u009b2J\" sinks=none";
        Exchange parked = failed(queue("trail"), new RejectedException(forged, forged, "cloudtrail"));
        parked.getMessage().setHeader(Sqs2Constants.MESSAGE_ID, forged);
        try (LogLines log = LogLines.of(ParkingLot.class)) {
            parkingLot.process(parked);

            String line = log.lines().get(0);
            assertTrue(line.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x2028), line);
            assertTrue(line.contains(" sinks=cloudtrail type=\"x 2026"), line);
            assertEquals(6, line.split("\"", -1).length - 1, "a quoted value ends where it seems to: " + line);
        }
    }

    @Test
    void aQueueMessageIsParkedAsItWasReceived() throws Exception {
        Exchange parked = failed(queue("trail"), new IllegalStateException("broken"));
        parked.getMessage().setHeader(Sqs2Constants.MESSAGE_ID, "m-1");
        parked.getMessage().setHeader("ApproximateReceiveCount", "3");

        assertTrue(parkingLot.takes(parked));
        parkingLot.process(parked);

        assertEquals("cloudtrail", parked.getProperty(ParkingLot.SINKS));
        assertEquals("event", parked.getMessage().getBody());
        assertEquals("m-1", header(parked, "OriginalMessageId"));
        assertEquals("3", header(parked, "ReceiveCount"));
    }

    @Test
    void whatComesFromElsewhereIsNotTaken() {
        assertFalse(parkingLot.takes(from("timer:tick", new IllegalStateException())));
        assertFalse(parkingLot.takes(failed(queue("other"), new IllegalStateException())));
    }

    @Test
    void theHubAndTheQueuesAreTheSourcesOfEvents() {
        Endpoint hub = from("azure-eventhubs:ns/hub", null).getFromEndpoint();
        Endpoint timer = from("timer:azure-eventhubs:", null).getFromEndpoint();
        assertTrue(DroppedEvents.isSource(hub));
        assertTrue(DroppedEvents.isSource(queue("trail")));
        assertFalse(DroppedEvents.isSource(timer));
        assertTrue(StalledMessages.isQueue(queue("trail")));
        assertFalse(StalledMessages.isQueue(hub));
    }
}
