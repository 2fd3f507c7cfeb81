package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.FakeService.Entry;
import io.trailbridge.batch.FakeService.Flaw;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On simulated time: when calls begin, and how often and how soon a failed entry is retried. */
class BatcherTest {
    private final BatchLimits limits = new BatchLimits(10, 1000, Duration.ofMillis(20), 10_000, 4);
    private final SimulatedRuntime runtime = new SimulatedRuntime(7);
    private final FakeService service = new FakeService(limits);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<RuntimeException> ends = new ArrayList<>();
    private int submitted;
    private final Batcher<Entry> batcher = new Batcher<>(
            "test",
            "target",
            limits,
            new EntryShape<>(Entry::bytes, Entry::key),
            service,
            new BatchMeters(registry).of("test", "accepted", "to", "target"),
            runtime);

    @AfterEach
    void allCallsKeptToTheLimits() {
        assertEquals(List.of(), service.violations);
    }

    private void submit(int count, Flaw flaw, int retries) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            batcher.submit(new Entry(submitted++, 1, null, flaw, retries), ends::add);
        }
    }

    /** Moves time on in a thousand steps, or in steps of 10 ms where that is fewer, and lets all calls end. */
    private void live(Duration time) {
        long step = Math.max(10, time.toMillis() / 1000);
        for (long millis = 0; millis < time.toMillis(); millis += step) {
            runtime.advance(Duration.ofMillis(step));
            while (runtime.callsUnderWay() > 0) {
                runtime.finishCall(0);
            }
        }
    }

    @Test
    void anEntryWaitsForCompanyAsLongAsItLingers() throws Exception {
        submit(3, Flaw.NONE, 0);
        runtime.advance(Duration.ofMillis(19));
        assertEquals(0, runtime.callsUnderWay());
        runtime.advance(Duration.ofMillis(1));
        assertEquals(1, runtime.callsUnderWay());
        submit(10, Flaw.NONE, 0);
        assertEquals(2, runtime.callsUnderWay());
    }

    @Test
    void anOutageIsProbedByFewCallsAndEndsForAllOfThem() throws Exception {
        service.failNextCalls = Integer.MAX_VALUE;
        submit(2000, Flaw.NONE, 0);
        live(Duration.ofMinutes(10));
        // The first four side by side, then one at a time, at last about every five seconds.
        assertTrue(service.calls.size() > 50 && service.calls.size() < 300, "probes: " + service.calls.size());
        assertEquals(2000, batcher.status().inFlight());
        service.failNextCalls = 0;
        live(Duration.ofSeconds(12));
        assertEquals(2000, ends.size());
    }

    @Test
    void aRefusedPermissionSplitsNoCalls() throws Exception {
        service.failure = FakeService.error(403, "AccessDenied");
        service.failNextCalls = 20;
        submit(10, Flaw.NONE, 0);
        live(Duration.ofMinutes(5));
        assertEquals(21, service.calls.size());
        assertEquals(
                List.of(10), service.calls.stream().map(List::size).distinct().toList());
    }

    @Test
    void thePoisonIsFoundInAsManyStepsAsABinarySearchAndItsNeighboursArrive() throws Exception {
        submit(7, Flaw.NONE, 0);
        submit(1, Flaw.POISON, 0);
        submit(2, Flaw.NONE, 0);
        live(Duration.ofMillis(100));
        assertEquals(9, service.accepted.size());
        assertEquals(
                1, ends.stream().filter(RejectedException.class::isInstance).count());
        assertTrue(service.calls.size() <= 10, "calls: " + service.calls.size());
    }

    @Test
    void anEntryThatMakesTheServiceFailHarmsItsNeighboursOnlyForAWhile() throws Exception {
        submit(5, Flaw.NONE, 0);
        submit(1, Flaw.CRASHES, Integer.MAX_VALUE);
        submit(94, Flaw.NONE, 0);
        live(Duration.ofSeconds(20));
        assertEquals(99, service.accepted.size());
        assertEquals(1, batcher.status().inFlight());
        assertTrue(batcher.status().lastFailure().startsWith("InternalFailure"));
    }

    @Test
    void entriesThatWereThrottledTogetherShareTheNextCall() throws Exception {
        submit(10, Flaw.NONE, 3);
        live(Duration.ofSeconds(10));
        assertEquals(10, ends.size());
        assertEquals(4, service.calls.size());
        assertEquals(30, registry.get("trailbridge.retried").counter().count());
        assertEquals(10, registry.get("accepted").counter().count());
    }

    @Test
    void aThrottledEntryWaitsForItsBackOffBeforeEachRetry() throws Exception {
        submit(1, Flaw.NONE, 8);
        live(Duration.ofSeconds(2));
        assertEquals(0, ends.size());
        assertTrue(service.calls.size() < 8, "calls: " + service.calls.size());
        live(Duration.ofMinutes(1));
        assertEquals(9, service.calls.size());
        assertEquals(1, ends.size());
    }

    @Test
    void aLingerThatIsChangedCountsFromNow() throws Exception {
        batcher.linger(Duration.ofMinutes(1));
        submit(1, Flaw.NONE, 0);
        batcher.linger(Duration.ofMillis(30));
        runtime.advance(Duration.ofMillis(29));
        assertEquals(0, runtime.callsUnderWay());
        runtime.advance(Duration.ofMillis(1));
        assertEquals(1, runtime.callsUnderWay());
    }

    @Test
    void theStatusTellsWhenTheFirstFailureWas() throws Exception {
        Instant start = runtime.now();
        service.failNextCalls = Integer.MAX_VALUE;
        submit(10, Flaw.NONE, 0);
        runtime.finishCall(0);
        live(Duration.ofSeconds(5));
        assertEquals(start, batcher.status().failingSince());
    }

    @Test
    void aCallThatOutlivesTheStopSettlesNothingAgain() throws Exception {
        submit(9, Flaw.NONE, 0);
        submit(1, Flaw.NONE, 1);
        batcher.stop(Duration.ZERO);
        assertEquals(10, ends.size());
        runtime.finishCall(0);
        live(Duration.ofMinutes(1));
        assertEquals(10, ends.size());
        assertTrue(ends.stream().allMatch(StoppedException.class::isInstance), ends::toString);
        assertEquals(1, service.calls.size());
        assertEquals(0, registry.get("accepted").counter().count());
        assertEquals(0, batcher.status().inFlight());
    }

    @Test
    void anInterruptDuringAStopEndsItsGrace() throws Exception {
        submit(1, Flaw.NONE, 0);
        Thread.currentThread().interrupt();
        batcher.stop(Duration.ofMinutes(1));
        assertTrue(Thread.interrupted());
        assertEquals(1, ends.size());
        assertInstanceOf(StoppedException.class, ends.get(0));
    }
}
