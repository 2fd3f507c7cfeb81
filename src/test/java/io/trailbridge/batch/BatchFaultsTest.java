package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.FakeService.Entry;
import io.trailbridge.batch.FakeService.Flaw;
import io.trailbridge.fault.Fault;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import io.trailbridge.standin.LogLines;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator reads of failures that pass, and when health goes down by them. */
class BatchFaultsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final LogLines log = LogLines.of(Faults.class);
    private final BatchLimits limits = new BatchLimits(10, 1000, Duration.ZERO, 1000, 4);
    private final SimulatedRuntime runtime = new SimulatedRuntime(11);
    private final FakeService service = new FakeService(limits);
    private final Faults faults = new Faults(
            new Clock() {
                @Override
                public Instant instant() {
                    return runtime.now();
                }

                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }
            },
            runtime::nanos);
    private final List<Fault> seenInCall = new ArrayList<>();
    private Duration callTakes = Duration.ZERO;
    private final Batcher<Entry> batcher = new Batcher<>(
            "sqs-batch:queue",
            "cloudtrail",
            limits,
            EntryShape.sized(Entry::bytes),
            this::call,
            new BatchMeters(new SimpleMeterRegistry(), faults, LIMIT).of("sqs-batch:queue", "accepted", "to", "target"),
            runtime);
    private int submitted;

    @AfterEach
    void stopListening() {
        log.close();
    }

    private List<Outcome> call(List<Entry> entries) {
        runtime.advance(callTakes);
        seenInCall.addAll(faults.present());
        return service.call(entries);
    }

    private void live(Duration time) {
        for (long millis = 0; millis < time.toMillis(); millis += 100) {
            while (runtime.callsUnderWay() > 0) {
                runtime.finishCall(0);
            }
            runtime.advance(Duration.ofMillis(100));
        }
    }

    private void submit(int retries) throws InterruptedException {
        batcher.submit(new Entry(submitted++, 1, null, Flaw.NONE, retries), failure -> assertNull(failure));
    }

    private Fault only() {
        assertEquals(1, faults.present().size(), () -> faults.present().toString());
        return faults.present().get(0);
    }

    @Test
    void anOutageIsOneWarningAgainEveryHalfMinuteAndOneLineWhenItIsOver() throws Exception {
        service.failure = FakeService.error(403, "AccessDenied");
        service.failNextCalls = Integer.MAX_VALUE;
        for (int i = 0; i < 100; i++) {
            submit(0);
        }
        live(Duration.ofSeconds(5));
        assertEquals(1, log.lines().size(), log.lines().toString());
        assertTrue(
                log.lines()
                        .get(0)
                        .startsWith("fault code=access-denied at=\"sqs-batch:queue\""
                                + " since=2024-01-15T10:30:00Z cause=\"AccessDenied: as scripted; entries blocked: "),
                log.lines().get(0));
        assertTrue(log.lines().get(0).contains("remedy=\"allow"), log.lines().get(0));
        live(Duration.ofMinutes(5));
        assertTrue(
                log.lines().size() >= 7 && log.lines().size() <= 11, log.lines().toString());
        service.failNextCalls = 0;
        live(Duration.ofSeconds(30));
        String last = log.lines().get(log.lines().size() - 1);
        assertTrue(last.startsWith("fault over code=access-denied at=\"sqs-batch:queue\" lasted=3"), last);
        assertEquals(
                1,
                log.lines().stream()
                        .filter(line -> line.startsWith("fault over"))
                        .count());
    }

    @Test
    void aFailureThatIsGoneAtTheNextTryIsNotWorthALine() throws Exception {
        service.failure = FakeService.error(503, "ServiceUnavailable");
        for (int i = 0; i < 20; i++) {
            service.failNextCalls = 1;
            submit(0);
            live(Duration.ofSeconds(15));
        }
        assertEquals(List.of(), log.lines());
        assertEquals(List.of(), faults.present());
        assertEquals(0, batcher.status().inFlight());
    }

    @Test
    void outagesInQuickSuccessionAreNotEachALine() throws Exception {
        service.failure = FakeService.error(403, "AccessDenied");
        for (int i = 0; i < 10; i++) {
            service.failNextCalls = 1;
            submit(0);
            live(Duration.ofSeconds(2));
        }
        live(Duration.ofSeconds(20));
        assertEquals(2, log.lines().size(), log.lines().toString());
    }

    @Test
    void failuresThatTheRetriesAbsorbAreToldWithinTenSecondsAndNeverTakeHealthDown() throws Exception {
        for (int second = 0; second < 10; second++) {
            submit(1);
            live(Duration.ofSeconds(1));
        }
        assertEquals(FaultCode.THROTTLED, only().code());
        assertEquals(1, log.lines().size(), log.lines()::toString);
        for (int second = 0; second < 120; second++) {
            submit(1);
            live(Duration.ofSeconds(1));
            assertFalse(only().down());
        }
        live(Duration.ofSeconds(15));
        assertEquals(List.of(), faults.present());
    }

    @Test
    void anEntryThatFailedThriceIsToldAtOnce() throws Exception {
        service.failure = FakeService.error(500, "InternalFailure");
        service.failNextCalls = 3;
        submit(0);
        live(Duration.ofSeconds(2));
        assertEquals(FaultCode.SERVICE_FAILING, only().code());
    }

    @Test
    void aCallWithoutAnAnswerForFiveSecondsIsToldAsOneThatHangs() throws Exception {
        callTakes = Duration.ofMillis(4900);
        submit(0);
        runtime.finishCall(0);
        assertEquals(List.of(), seenInCall);
        callTakes = Duration.ofSeconds(6);
        submit(0);
        runtime.finishCall(0);
        assertEquals(FaultCode.CALL_HANGS, seenInCall.get(0).code());
        assertTrue(
                seenInCall.get(0).cause().contains("1 of 1 calls have had no answer"),
                seenInCall.get(0).cause());
        callTakes = Duration.ofSeconds(40);
        submit(0);
        runtime.finishCall(0);
        assertTrue(seenInCall.get(seenInCall.size() - 1).down());
        assertFalse(only().down());
        live(Duration.ofSeconds(15));
        assertEquals(List.of(), faults.present());
    }

    @Test
    void healthGoesByTheEntryThatHasBeenFailingForTheLongestTime() throws Exception {
        service.failure = FakeService.error(503, "ServiceUnavailable");
        service.failNextCalls = Integer.MAX_VALUE;
        submit(0);
        live(LIMIT.minusSeconds(1));
        assertFalse(only().down());
        live(Duration.ofSeconds(2));
        assertTrue(only().down());
        service.failNextCalls = 0;
        while (batcher.status().inFlight() > 0) {
            live(Duration.ofMillis(100));
        }
        assertTrue(faults.present().stream().noneMatch(Fault::down), faults.present()::toString);
    }

    @Test
    void aStopLeavesNoFaultBehind() throws Exception {
        service.failure = FakeService.error(403, "AccessDenied");
        service.failNextCalls = Integer.MAX_VALUE;
        batcher.submit(new Entry(1, 1, null, Flaw.NONE, 0), failure -> assertTrue(failure instanceof StoppedException));
        live(Duration.ofSeconds(1));
        assertEquals(1, faults.present().size());
        batcher.stop(Duration.ZERO);
        assertEquals(List.of(), faults.present());
    }
}
