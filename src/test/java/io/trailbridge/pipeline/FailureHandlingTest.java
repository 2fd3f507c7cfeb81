package io.trailbridge.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.StoppedException;
import io.trailbridge.fault.Faults;
import io.trailbridge.sqs.SinkQueues;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a route does while one of its own steps fails. */
@Timeout(120)
class FailureHandlingTest {
    private static final int MOST_WAITING = 10;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Faults faults = new Faults();
    private final Redeliveries redeliveries =
            new Redeliveries(MOST_WAITING, endpoint -> endpoint.getEndpointUri().equals("direct://source"), faults);
    private final ExecutorService sink = Executors.newSingleThreadExecutor();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final AtomicInteger tries = new AtomicInteger();
    /** On which a try failed, one name a try. */
    private final List<String> threads = new CopyOnWriteArrayList<>();

    private ProducerTemplate template;

    @BeforeEach
    void start() throws Exception {
        start(camel, redeliveries, Duration.ofMillis(500), Duration.ofSeconds(2));
        template = camel.createProducerTemplate();
    }

    private void start(DefaultCamelContext context, Redeliveries redelivery, Duration firstDelay, Duration maxDelay)
            throws Exception {
        ParkingLot parkingLot =
                new ParkingLot(new SinkQueues(List.of()), kind -> List.of(), List.of(), Clock.systemUTC());
        context.addRoutesConfigurations(new FailureHandling(parkingLot, firstDelay, maxDelay, redelivery));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("sink").process(new Sink()).process(FailureHandlingTest.this::step);
                from("direct:source").process(FailureHandlingTest.this::step);
                from("direct:splits")
                        .routeId("splits")
                        .split(body().tokenize(","))
                        .process(FailureHandlingTest.this::step);
                from("direct:broken").process(exchange -> {
                    tries.incrementAndGet();
                    throw new IllegalArgumentException("as the test wants it");
                });
                from("direct:stops").process(exchange -> {
                    tries.incrementAndGet();
                    throw new StoppedException("as the test wants it");
                });
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        failing.clear();
        camel.stop();
        sink.shutdownNow();
    }

    private void step(Exchange exchange) throws IOException {
        tries.incrementAndGet();
        if (failing.contains(exchange.getMessage().getBody(String.class))) {
            threads.add(Thread.currentThread().getName());
            throw new IOException("as the test wants it");
        }
    }

    /** A sink with one thread, on which the rest of the route goes on. */
    private final class Sink extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            sink.execute(() -> callback.done(false));
            return false;
        }
    }

    private CompletableFuture<Exchange> send(String to, String body) {
        return template.asyncSend(to, exchange -> exchange.getMessage().setBody(body));
    }

    @Test
    void aStepThatFailsBehindASinkHoldsNoneOfItsThreads() {
        failing.add("bad");
        CompletableFuture<Exchange> bad = send("direct:in", "bad");
        await().until(() -> tries.get() >= 2);
        String behindTheSink = "redelivery-";
        await().until(() -> threads.stream().anyMatch(name -> name.startsWith(behindTheSink)));
        for (int i = 0; i < 50; i++) {
            assertNull(send("direct:in", "good").join().getException());
        }
        assertFalse(bad.isDone());
        assertEquals("a step of route sink", faults.present().get(0).at());
        // Its first try is on the sink's thread, no other is.
        assertEquals(
                1,
                threads.stream().filter(name -> !name.startsWith(behindTheSink)).count(),
                threads::toString);
        failing.clear();
        assertNull(bad.join().getException());
        assertTrue(faults.present().isEmpty());
    }

    @Test
    void theFaultOfAPartIsOverWhenTheWholeIsDone() {
        failing.addAll(List.of("bad", "worse"));
        CompletableFuture<Exchange> whole = send("direct:splits", "good,bad,worse");
        await().until(() -> !faults.present().isEmpty());
        assertEquals("a step of route splits", faults.present().get(0).at());
        assertTrue(faults.present().get(0).cause().contains("events blocked: 1"), faults.present()::toString);
        failing.clear();
        assertNull(whole.join().getException());
        assertTrue(faults.present().isEmpty(), faults.present()::toString);
    }

    @Tag("slow")
    @Test
    void asManyAsFailAreTriedAgainUntilItPasses() {
        failing.add("bad");
        List<CompletableFuture<Exchange>> all =
                IntStream.range(0, 1500).mapToObj(i -> send("direct:in", "bad")).toList();
        await().atMost(Duration.ofSeconds(60)).until(() -> redeliveries.waiting() > 1100);
        failing.clear();
        all.forEach(one -> assertNull(one.join().getException()));
    }

    @Test
    void whileManyWaitASourceBeginsNoOthers() throws Exception {
        failing.add("bad");
        AsyncProducer producer = camel.getEndpoint("direct:source").createAsyncProducer();
        producer.start();
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        Thread source = new Thread(() -> {
            for (int i = 0; i < 100; i++) {
                Exchange exchange = camel.getEndpoint("direct:source").createExchange();
                exchange.getMessage().setBody("bad");
                producer.process(exchange, doneSync -> ended.incrementAndGet());
                begun.incrementAndGet();
            }
        });
        source.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> source.getState() == Thread.State.TIMED_WAITING);
        // Those that are being tried just now wait no longer, for a moment.
        assertTrue(begun.get() < 50, begun::toString);
        failing.clear();
        await().atMost(Duration.ofSeconds(60)).until(() -> ended.get() == 100);
        source.join();
    }

    @Test
    void aStepIsTriedAgainForAsLongAsItFails() throws Exception {
        try (DefaultCamelContext quick = new DefaultCamelContext();
                Redeliveries own = new Redeliveries(MOST_WAITING, endpoint -> false, faults)) {
            start(quick, own, Duration.ofMillis(1), Duration.ofMillis(2));
            failing.add("bad");
            CompletableFuture<Exchange> bad = quick.createProducerTemplate()
                    .asyncSend("direct:in", exchange -> exchange.getMessage().setBody("bad"));
            await().until(() -> tries.get() >= 100);
            assertFalse(bad.isDone());
            failing.clear();
            assertNull(bad.join().getException());
        }
    }

    @Test
    void anEventThatCannotPassIsNotTriedAgainAndFailsWhereNoQueueCanTakeIt() {
        Exchange broken = send("direct:broken", "any").join();
        assertInstanceOf(IllegalArgumentException.class, broken.getException());
        assertEquals(1, tries.get());
        assertEquals(List.of(), faults.present());
    }

    @Test
    void aStopOfTheRoutesEndsTheRetriesAndTheirFaults() {
        failing.add("bad");
        send("direct:in", "bad");
        await().until(() -> !faults.present().isEmpty());
        camel.getShutdownStrategy().setTimeout(1);
        camel.stop();
        assertTrue(redeliveries.executor().isShutdown());
        assertEquals(List.of(), faults.present());
    }

    @Test
    void whatAStopEndsIsNotTriedAgain() {
        Exchange stopped = send("direct:stops", "any").join();
        assertInstanceOf(StoppedException.class, stopped.getException());
        assertEquals(1, tries.get());
    }
}
