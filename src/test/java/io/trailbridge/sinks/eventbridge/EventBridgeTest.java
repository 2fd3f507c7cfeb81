package io.trailbridge.sinks.eventbridge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchStatus;
import io.trailbridge.batch.EntryTooLargeException;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.standin.aws.EntryFailure;
import io.trailbridge.standin.aws.EventBridgeStandIn;
import io.trailbridge.standin.aws.EventBridgeStandIn.BusEvent;
import io.trailbridge.standin.aws.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;

class EventBridgeTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private EventBridgeStandIn bridge;
    private DefaultCamelContext camel;
    private ProducerTemplate template;

    @BeforeEach
    void start() {
        bridge = EventBridgeStandIn.start();
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("client", bridge.client());
        camel.getRegistry().bind("meters", meters);
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
        bridge.close();
    }

    private static BusEntry entry(String id) {
        return new BusEntry(
                "microsoft.defender-for-cloud", "Defender for Cloud Alert", TIME, "{\"id\":\"" + id + "\"}");
    }

    private CompletableFuture<Exchange> send(String options, Object body) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        return template.asyncSend("eventbridge:" + bridge.busArn() + options, exchange);
    }

    private BatchStatus status() {
        return camel.getComponent("eventbridge", EventBridgeComponent.class)
                .batchStatuses()
                .get(0);
    }

    private static void assertAccepted(List<CompletableFuture<Exchange>> sent) {
        sent.forEach(future -> assertNull(future.join().getException()));
    }

    @Test
    void eachExchangeIsCompleteWhenTheBusHasAcceptedAllOfItsEvents() {
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 100)
                .mapToObj(i -> send("", i % 5 == 0 ? List.of(entry("a" + i), entry("b" + i)) : entry("a" + i)))
                .toList();

        assertAccepted(sent);
        assertEquals(120, bridge.events().size());
        assertEquals(
                120, bridge.events().stream().map(BusEvent::detail).distinct().count());
        assertTrue(bridge.calls("PutEvents") < 60, "calls: " + bridge.calls("PutEvents"));
        assertEquals(
                120,
                meters.get("trailbridge.delivered")
                        .tag("sink", "eventbridge")
                        .counter()
                        .count());
    }

    @Test
    void anEventHasItsSourceDetailTypeTimeAndDetail() {
        assertAccepted(List.of(send("", entry("x"))));

        assertEquals(
                List.of(new BusEvent(
                        "microsoft.defender-for-cloud", "Defender for Cloud Alert", TIME, "{\"id\":\"x\"}")),
                bridge.events());
    }

    @Test
    void anEntryThatIsRefusedFailsAloneWithItsReason() {
        BusEntry malformed = new BusEntry("a.b", "Alert", TIME, "[1]");
        CompletableFuture<Exchange> bad = send("?linger=200", malformed);
        CompletableFuture<Exchange> good = send("?linger=200", entry("good"));

        RejectedException failure =
                assertInstanceOf(RejectedException.class, bad.join().getException());
        assertEquals("MalformedDetail", failure.code());
        assertAccepted(List.of(good));
    }

    @Test
    void anEntryThatFailsForAMomentIsRetriedAlone() {
        bridge.faults().failEntries(3, new EntryFailure("ThrottlingException", "Rate exceeded", false));
        List<CompletableFuture<Exchange>> sent =
                IntStream.range(0, 30).mapToObj(i -> send("", entry("e" + i))).toList();
        await().until(() -> bridge.events().size() >= 15);
        bridge.faults().clear();

        assertAccepted(sent);
        assertEquals(30, bridge.events().size());
    }

    @Test
    void callsThatFailAreRepeatedUntilTheyAreAccepted() {
        for (Failure failure : List.of(
                Failure.THROTTLING,
                Failure.INTERNAL_ERROR,
                Failure.UNAVAILABLE,
                Failure.EXPIRED_TOKEN,
                Failure.ACCESS_DENIED)) {
            bridge.faults().on("PutEvents").failNext(1, failure);
            assertAccepted(List.of(send("", entry(failure.code()))));
        }
        assertEquals(5, bridge.events().size());
    }

    @Test
    void aSourceThatTheBusDoesNotAllowWaitsWithTheRemedy() {
        bridge.deny("microsoft.defender-for-cloud");
        CompletableFuture<Exchange> waiting = send("", entry("w"));
        await().until(() -> status().failingSince() != null);
        assertTrue(status().lastFailure().contains("policy of the bus"), status().lastFailure());

        bridge.deny(null);
        assertAccepted(List.of(waiting));
    }

    @Test
    void aBusThatIsNotThereIsWaitedForAndNothingIsSentToIt() {
        bridge.busIsThere(false);
        CompletableFuture<Exchange> waiting = send("", entry("w"));
        await().until(() -> status().failingSince() != null);
        assertTrue(status().lastFailure().contains("create the event bus or correct its ARN"), status().lastFailure());
        assertFalse(waiting.isDone());

        bridge.busIsThere(true);
        assertAccepted(List.of(waiting));
        assertEquals(0, bridge.dropped());
    }

    @Test
    void anEntryWhoseResultNamesNoIdIsNotAccepted() {
        bridge.emptyResults(true);
        CompletableFuture<Exchange> waiting = send("", entry("w"));
        await().until(() -> status().failingSince() != null);
        assertTrue(status().lastFailure().startsWith("MissingResult"), status().lastFailure());
        assertFalse(waiting.isDone());

        bridge.emptyResults(false);
        assertAccepted(List.of(waiting));
        assertEquals(1, bridge.events().size());
    }

    @Test
    void aBusOfAnotherAccountIsNotAskedFor() {
        assertAccepted(List.of(send("?checkBus=false", entry("x"))));
        assertEquals(0, bridge.calls("DescribeEventBus"));
    }

    @Test
    void theBusIsAskedForOnceAMinute() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
        BusCheck check = new BusCheck(bridge.client(), BusArn.parse(bridge.busArn()), now::get);
        check.verify();
        bridge.busIsThere(false);
        check.verify();
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        check.verify();
        assertEquals(1, bridge.calls("DescribeEventBus"));

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThrows(ResourceNotFoundException.class, check::verify);
        assertThrows(ResourceNotFoundException.class, check::verify);
        assertEquals(3, bridge.calls("DescribeEventBus"));
    }

    @Test
    void aBusOfTheSameNameInThisAccountIsNotTakenForThatOfAnother() {
        BusCheck check = new BusCheck(
                bridge.client(),
                BusArn.parse(bridge.busArn().replaceFirst(":\\d{12}:", ":999988887777:")),
                System::nanoTime);

        String message =
                assertThrows(ResourceNotFoundException.class, check::verify).getMessage();
        assertTrue(message.contains(bridge.busArn()) && message.contains("999988887777"), message);
    }

    @Test
    void theSizeIsCountedAsTheServiceCountsIt() {
        String umlauts = "{\"x\":\"" + "\u00fc".repeat(100_000) + "\"}";
        BusEntry large = new BusEntry("a.b", "Alert", TIME, umlauts);
        assertEquals(14 + 3 + 5 + 200_008, large.bytes());
        assertAccepted(List.of(send("?linger=200", large), send("?linger=200", large)));
        assertEquals(2, bridge.calls("PutEvents"));

        int rest = BusEntry.MAX_CALL_BYTES - 14 - 3 - 5 - 8;
        assertAccepted(List.of(send("", new BusEntry("a.b", "Alert", TIME, "{\"x\":\"" + "x".repeat(rest) + "\"}"))));
        assertInstanceOf(
                EntryTooLargeException.class,
                send("", new BusEntry("a.b", "Alert", TIME, "{\"x\":\"" + "x".repeat(rest + 1) + "\"}"))
                        .join()
                        .getException());
    }

    @Test
    void aBodyThatIsNoEntryIsRejectedWithTheRemedy() {
        for (Object body : new Object[] {"text", List.of("text"), null}) {
            RejectedException failure = assertInstanceOf(
                    RejectedException.class, send("", body).join().getException());
            assertEquals("NoBusEntry", failure.code());
        }
    }

    @Test
    void whatIsNoArnOfABusIsRefused() {
        for (String wrong : List.of(
                "default",
                "arn:aws:events:eu-west-1:123456789012:rule/x",
                "arn:aws:events:eu-west-1:12345:event-bus/x")) {
            Exception refused =
                    assertThrows(ResolveEndpointFailedException.class, () -> camel.getEndpoint("eventbridge:" + wrong));
            assertTrue(refused.getMessage().contains("is not the ARN of an event bus"), refused.getMessage());
        }
    }
}
