package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.models.EventBatchContext;
import com.azure.messaging.eventhubs.models.PartitionContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BackOff;
import io.trailbridge.fault.Faults;
import io.trailbridge.memory.InFlightBytes;
import io.trailbridge.standin.LogLines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

@Timeout(30)
class PartitionClaimTest {
    private static final PartitionContext PARTITION = new PartitionContext("ns", "hub", "group", "0");
    private static final IllegalStateException DOWN = new IllegalStateException("queue is down");

    /** An exchange in the route. */
    private record InRoute(long sequence, int attempt, Consumer<Throwable> done) {
    }

    private final SimulatedThreads threads = new SimulatedThreads();
    private final PartitionLedger ledger = new PartitionLedger(2000, threads.clocks().nanos());
    private final List<Long> written = new ArrayList<>();
    private final List<InRoute> route = new ArrayList<>();
    private final CheckpointWriter writer = new CheckpointWriter("0", ledger, this::write, threads,
        EventHubsSettings.defaults().toBuilder().checkpointInterval(Duration.ZERO).build(), threads.clocks(),
        new Faults().detail("test"), () -> { });
    private final PartitionClaim claim = new PartitionClaim(PARTITION, ledger, writer,
        (partition, event, attempt, done) -> route.add(new InRoute(event.getSequenceNumber(), attempt, done)), threads,
        new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(60), () -> 1.0),
        new PartitionMeters(new SimpleMeterRegistry(), "hub", "0"), InFlightBytes.unbounded().open());

    @Test
    void anyNumberOfEventsThatFailTogetherIsRetriedUntilAllAreSettled() {
        receive(0, 1899);
        failAll();
        threads.advance(Duration.ofSeconds(1));
        assertEquals(1900, route.size());
        failAll();
        threads.advance(Duration.ofSeconds(2));
        settleAll();
        assertEquals(0, ledger.inFlight());
        assertEquals(1899, written.get(written.size() - 1));
    }

    @Test
    void eachFailureOfAnEventIsRetriedLater() {
        receive(0, 0);
        for (int attempt = 1; attempt < 5; attempt++) {
            assertEquals(attempt, route.get(0).attempt());
            failAll();
            threads.advance(Duration.ofSeconds(1L << attempt - 1).minusMillis(1));
            assertTrue(route.isEmpty(), "before the back-off is over");
            threads.advance(Duration.ofMillis(1));
        }
        assertEquals(5, route.get(0).attempt());
    }

    @Test
    void aRefusalWhileRunningIsAnErrorAndEndsTheClaimSoThatThePartitionIsReadAgain() {
        receive(0, 2);
        route.remove(0).done().accept(null);
        threads.advance(Duration.ZERO);
        threads.refuse();
        try (var lines = LogLines.of(ConsumerThreads.class)) {
            failAll();
            assertEquals(1, lines.lines().size(), "the claim has ended, the rest is not tried: " + lines.lines());
            assertTrue(lines.lines().get(0).contains("retry of event 1 of partition 0"), lines.lines()::toString);
        }
        assertTrue(ledger.isClosed());
        assertEquals(List.of(0L), written, "never past what is not settled");
        var failure = assertThrows(IllegalStateException.class, () -> receive(3, 3));
        assertTrue(failure.getMessage().contains("partition 0"), failure.getMessage());
        assertTrue(route.isEmpty());
    }

    @Test
    void aRefusalAfterTheStopIsSilentAndLeavesTheEventUnsettled() {
        receive(0, 0);
        threads.shutdown();
        try (var lines = LogLines.of(ConsumerThreads.class)) {
            failAll();
            assertEquals(List.of(), lines.lines());
        }
        assertFalse(ledger.isClosed());
        assertEquals(1, ledger.inFlight());
    }

    @Test
    void whatFailsWhilePausedWaitsForTheResume() {
        receive(0, 1);
        claim.pause();
        failAll();
        threads.advance(Duration.ofMinutes(10));
        assertTrue(route.isEmpty());
        claim.resume();
        threads.advance(Duration.ZERO);
        assertEquals(List.of(2, 2), route.stream().map(InRoute::attempt).toList());
    }

    @Test
    void aRetryThatFallsDueWhilePausedWaitsForTheResume() {
        receive(0, 0);
        failAll();
        claim.pause();
        threads.advance(Duration.ofMinutes(10));
        assertTrue(route.isEmpty());
        claim.resume();
        threads.advance(Duration.ZERO);
        assertEquals(1, route.size());
    }

    @Test
    void aRefusalAtTheResumeEndsTheClaimToo() {
        receive(0, 2);
        claim.pause();
        failAll();
        threads.refuse();
        claim.resume();
        assertTrue(ledger.isClosed());
    }

    @Test
    void nothingEntersTheRouteOnceDispatchingHasStopped() throws Exception {
        receive(0, 1);
        route.remove(0).done().accept(DOWN);
        claim.stopDispatching();
        threads.advance(Duration.ofMinutes(10));
        assertEquals(1, route.size());
        assertEquals(1, claim.awaitExchanges(System.nanoTime()));
        route.remove(0).done().accept(null);
        assertEquals(0, claim.awaitExchanges(System.nanoTime()));
    }

    @Test
    void whatAnEndedClaimsExchangesBringIsIgnored() {
        receive(0, 1);
        claim.close(false);
        settleAll();
        threads.advance(Duration.ofMinutes(10));
        assertEquals(List.of(), written);
    }

    @Test
    void anInterruptedReceiverEndsTheClaimSoThatNoGapIsPassed() {
        claim.pause();
        Thread.currentThread().interrupt();
        receive(0, 0);
        assertTrue(Thread.interrupted());
        assertTrue(route.isEmpty());
        assertThrows(IllegalStateException.class, () -> receive(1, 1));
    }

    @Test
    void aRepeatedEventIsNotGivenToTheRouteAgain() {
        receive(0, 1);
        receive(1, 2);
        Map<Long, Integer> times = new TreeMap<>();
        route.forEach(one -> times.merge(one.sequence(), 1, Integer::sum));
        assertEquals(Map.of(0L, 1, 1L, 1, 2L, 1), times);
    }

    private void receive(long first, long last) {
        claim.receive(new EventBatchContext(PARTITION, LongStream.rangeClosed(first, last)
            .mapToObj(PartitionClaimTest::event).toList(), new ForwardingStore(null), null));
    }

    private void failAll() {
        endAll(DOWN);
    }

    private void settleAll() {
        endAll(null);
    }

    private void endAll(Throwable failure) {
        List<InRoute> present = List.copyOf(route);
        route.clear();
        present.forEach(one -> one.done().accept(failure));
    }

    private Mono<Void> write(Watermark watermark) {
        written.add(watermark.sequence());
        return Mono.empty();
    }

    private static EventData event(long sequence) {
        return new EventData("x") {
            @Override
            public Long getSequenceNumber() {
                return sequence;
            }

            @Override
            public String getOffsetString() {
                return "o" + sequence;
            }

            @Override
            public Instant getEnqueuedTime() {
                return Instant.EPOCH;
            }
        };
    }
}
