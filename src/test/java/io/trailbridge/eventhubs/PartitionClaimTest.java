package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.models.EventBatchContext;
import com.azure.messaging.eventhubs.models.LastEnqueuedEventProperties;
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
import java.util.concurrent.atomic.AtomicInteger;
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
    private record InRoute(long sequence, int attempt, Consumer<Throwable> done) {}

    private final SimulatedThreads threads = new SimulatedThreads();
    private final PartitionLedger ledger =
            new PartitionLedger(2000, threads.clocks().nanos());
    private final List<Long> written = new ArrayList<>();
    private final List<InRoute> route = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PartitionMeters meters = new PartitionMeters(registry, "hub", "0");
    private final InFlightBytes memory = InFlightBytes.unbounded();
    private final CheckpointWriter writer = writer(Duration.ZERO);
    private final PartitionClaim claim = claim(writer, memory);

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

    @Test
    void aPausedClaimReceivesNothingUntilTheResume() throws Exception {
        claim.pause();
        WaitingCall<Void> receiving = WaitingCall.ofWork(() -> receive(0, 0));
        assertEquals(0, ledger.inFlight());
        claim.resume();
        receiving.result();
        assertEquals(1, route.size());
    }

    @Test
    void aHeldClaimReceivesNothingUntilItEnds() throws Exception {
        claim.hold();
        WaitingCall<Void> receiving = WaitingCall.ofWork(() -> receive(0, 0));
        claim.resume();
        claim.pause();
        claim.resume();
        receiving.assertWaits();
        claim.close(false);
        receiving.result();
        assertTrue(route.isEmpty());
    }

    @Test
    void aStoppingClaimReceivesNothingUntilItEnds() throws Exception {
        claim.stopDispatching();
        WaitingCall<Void> receiving = WaitingCall.ofWork(() -> receive(0, 0));
        claim.resume();
        receiving.assertWaits();
        claim.close(true);
        receiving.result();
        assertTrue(route.isEmpty());
    }

    @Test
    void anEventThatWaitedForOneResumeDoesNotReturnWithTheNext() {
        receive(0, 0);
        claim.pause();
        failAll();
        claim.resume();
        threads.advance(Duration.ZERO);
        claim.pause();
        claim.resume();
        threads.advance(Duration.ofMinutes(10));
        assertEquals(1, route.size());
    }

    @Test
    void whoeverWaitsForTheExchangesGoesOnWhenTheLastHasEnded() throws Exception {
        receive(0, 1);
        long inAnHour = System.nanoTime() + Duration.ofHours(1).toNanos();
        WaitingCall<Integer> left = WaitingCall.of(() -> claim.awaitExchanges(inAnHour));
        route.remove(0).done().accept(DOWN);
        left.assertWaits();
        route.remove(0).done().accept(null);
        assertEquals(0, left.result());
    }

    @Test
    void aStopWaitsNoLongerThanItsLimitForTheExchanges() throws Exception {
        receive(0, 1);
        assertEquals(
                2,
                claim.awaitExchanges(System.nanoTime() + Duration.ofMillis(20).toNanos()));
    }

    @Test
    void anEventTakesMemoryUntilItIsSettled() {
        receive(0, 1);
        long both = memory.held();
        assertTrue(both > 0);
        receive(0, 1);
        assertEquals(both, memory.held(), "of a repeated event nothing is kept");
        route.remove(0).done().accept(DOWN);
        assertEquals(both, memory.held(), "a failed event is kept for its retry");
        route.remove(0).done().accept(null);
        assertEquals(both / 2, memory.held());
        claim.close(false);
        assertEquals(0, memory.held());
    }

    @Test
    void aSettledEventTellsWhoeverWaitsForItsMemory() {
        InFlightBytes scarce = new InFlightBytes(1);
        PartitionClaim first = claim(writer, scarce);
        AtomicInteger told = new AtomicInteger();
        InFlightBytes.Account second = scarce.open(told::incrementAndGet);
        second.hold(1);
        receive(first, 0, 0);
        assertFalse(second.tryHold(1));
        settleAll();
        assertEquals(1, told.get());
    }

    @Test
    void theEndWritesTheWatermarkOnceMoreWhereThePartitionMayStillBeOurs() {
        for (boolean stillOurs : List.of(true, false)) {
            written.clear();
            route.clear();
            PartitionLedger own = new PartitionLedger(100, threads.clocks().nanos());
            PartitionClaim ending = claim(own, writer(own, Duration.ofHours(1)), memory);
            receive(ending, 0, 1);
            settleAll();
            assertEquals(List.of(0L), written);
            ending.close(stillOurs);
            assertEquals(stillOurs ? List.of(0L, 1L) : List.of(0L), written);
        }
    }

    @Test
    void eventsAreCountedAsReceivedProcessedAndRetried() {
        receive(0, 2);
        receive(2, 2);
        route.remove(0).done().accept(DOWN);
        settleAll();
        assertEquals(3, registry.get("trailbridge.events.received").counter().count());
        assertEquals(2, registry.get("trailbridge.events.processed").counter().count());
        assertEquals(1, registry.get("trailbridge.retried").counter().count());
    }

    @Test
    void theGaugesOfAPartitionGoWithItsClaim() {
        meters.show(() -> 1, () -> 1);
        assertEquals(1, registry.find("trailbridge.lag.events").gauges().size());
        claim.close(false);
        assertEquals(0, registry.find("trailbridge.lag.events").gauges().size());
    }

    @Test
    void failuresOfOneSecondAreOneLineAndTheNextLineCountsTheOthers() {
        try (var lines = LogLines.of(PartitionClaim.class)) {
            receive(0, 2);
            failAll();
            assertEquals(1, lines.lines().size(), lines.lines()::toString);
            assertTrue(
                    lines.lines().get(0).contains("sequence=0 attempt=1 retryMs=1000 othersUnlogged=0"),
                    lines.lines()::toString);
            threads.advance(Duration.ofSeconds(1));
            failAll();
            threads.advance(Duration.ofSeconds(2));
            failAll();
            assertEquals(3, lines.lines().size(), lines.lines()::toString);
            assertTrue(
                    lines.lines().get(1).contains("attempt=2 retryMs=2000 othersUnlogged=2"), lines.lines()::toString);
            assertTrue(
                    lines.lines().get(2).contains("attempt=3 retryMs=4000 othersUnlogged=2"), lines.lines()::toString);
        }
    }

    @Test
    void aClaimBelongsToTheProcessorThatItWasMadeForAlone() {
        assertTrue(claim.isOf(PARTITION));
        assertFalse(claim.isOf(new PartitionContext("ns", "hub", "group", "0")));
        assertSame(ledger, claim.ledger());
        assertSame(writer, claim.writer());
        assertSame(meters, claim.meters());
    }

    @Test
    void theEndOfThePartitionIsKnownAsSoonAsAnEventTellsIt() {
        assertEquals(-1, claim.lastEnqueuedSequence());
        receive(0, 0);
        assertEquals(-1, claim.lastEnqueuedSequence());
        claim.receive(new EventBatchContext(
                PARTITION,
                List.of(),
                new ForwardingStore(null),
                new LastEnqueuedEventProperties(17L, "o17", Instant.EPOCH, Instant.EPOCH)));
        claim.receive(new EventBatchContext(
                PARTITION,
                List.of(),
                new ForwardingStore(null),
                new LastEnqueuedEventProperties(null, (String) null, null, null)));
        assertEquals(17, claim.lastEnqueuedSequence());
    }

    private PartitionClaim claim(CheckpointWriter checkpoints, InFlightBytes bytes) {
        return claim(ledger, checkpoints, bytes);
    }

    private PartitionClaim claim(PartitionLedger events, CheckpointWriter checkpoints, InFlightBytes bytes) {
        return new PartitionClaim(
                PARTITION,
                events,
                checkpoints,
                (partition, event, attempt, done) -> route.add(new InRoute(event.getSequenceNumber(), attempt, done)),
                threads,
                new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(60), () -> 1.0),
                threads.clocks().nanos(),
                meters,
                bytes.open());
    }

    private CheckpointWriter writer(Duration interval) {
        return writer(ledger, interval);
    }

    private CheckpointWriter writer(PartitionLedger events, Duration interval) {
        return new CheckpointWriter(
                "0",
                events,
                this::write,
                threads,
                EventHubsSettings.defaults().toBuilder()
                        .checkpointInterval(interval)
                        .build(),
                threads.clocks(),
                new Faults().detail("test"),
                () -> {});
    }

    private void receive(long first, long last) {
        receive(claim, first, last);
    }

    private static void receive(PartitionClaim receiver, long first, long last) {
        receiver.receive(new EventBatchContext(
                PARTITION,
                LongStream.rangeClosed(first, last)
                        .mapToObj(PartitionClaimTest::event)
                        .toList(),
                new ForwardingStore(null),
                null));
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
