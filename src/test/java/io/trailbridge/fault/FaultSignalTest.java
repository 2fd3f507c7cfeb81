package io.trailbridge.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.standin.LogLines;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultSignalTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);
    private final Faults faults = new Faults(Clock.fixed(START, ZoneOffset.UTC), nanos::get);
    private final LogLines log = LogLines.of(Faults.class);

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void aFaultIsOneWarningAgainEveryHalfMinuteAndOneLineWhenItIsOver() {
        FaultSignal signal = faults.signal("queue a", Duration.ofMinutes(1));

        for (int second = 0; second < 60; second++) {
            signal.raise(FaultCode.UNREACHABLE, "refused", "check the network");
            pass(1);
        }
        signal.clear();
        signal.clear();

        assertEquals(
                List.of("fault code=unreachable at=\"queue a\" since=2026-01-02T03:04:05Z cause=\"refused\""
                        + " remedy=\"check the network\""),
                log.lines().subList(0, 1));
        assertEquals(3, log.lines().size(), log.lines()::toString);
        assertEquals(
                "fault over code=unreachable at=\"queue a\" lasted=60s",
                log.lines().get(2));
    }

    @Test
    void codesThatAlternateAreALineEachInHalfAMinute() {
        FaultSignal signal = faults.signal("queue a", Duration.ZERO);

        for (int i = 0; i < 10; i++) {
            signal.raise(FaultCode.UNREACHABLE, "refused", null);
            signal.raise(FaultCode.THROTTLED, "slow down", null);
            pass(1);
        }

        assertEquals(2, log.lines().size(), log.lines()::toString);
    }

    @Test
    void aFaultThatComesBackWithinHalfAMinuteIsNotAnotherLine() {
        FaultSignal signal = faults.detail("queue a");
        for (int i = 0; i < 10; i++) {
            signal.raise(FaultCode.UNREACHABLE, "refused", null);
            signal.clear();
            pass(1);
        }

        assertEquals(2, log.lines().size(), log.lines()::toString);
    }

    @Test
    void healthIsDownOnceAFaultHasLastedLongEnough() {
        FaultSignal signal = faults.signal("queue a", Duration.ofSeconds(10));
        signal.raise(FaultCode.UNREACHABLE, "refused", null);
        pass(9);
        signal.raise(FaultCode.THROTTLED, "slow down", null);
        assertFalse(signal.fault().down());
        pass(1);

        assertTrue(signal.fault().down());
        assertEquals(FaultCode.THROTTLED, signal.fault().code());
        assertEquals(START, signal.fault().since());
    }

    @Test
    void theOldestFailureCountsWhereTheCallerKnowsIt() {
        FaultSignal signal = faults.signal("queue a", Duration.ofSeconds(10));
        signal.raise(FaultCode.THROTTLED, "slow down", null);
        pass(20);
        signal.raise(FaultCode.THROTTLED, "slow down", null, nanos.get());

        assertFalse(signal.fault().down(), "what failed first is accepted by now");
    }

    @Test
    void aDetailNeverTakesHealthDown() {
        FaultSignal signal = faults.detail("queue a");
        signal.raise(FaultCode.THROTTLED, "slow down", null);
        pass(100_000);

        assertFalse(signal.fault().down());
    }

    @Test
    void allFaultsThatLastAreShownUntilTheyAreOverOrTheirThingIsGone() {
        FaultSignal one = faults.signal("b", Duration.ZERO);
        FaultSignal other = faults.detail("a");
        one.raise(FaultCode.UNREACHABLE, "x", null);
        other.raise(FaultCode.UNREACHABLE, "y", null);
        assertEquals(List.of("a", "b"), faults.present().stream().map(Fault::at).toList());

        one.clear();
        other.close();

        assertEquals(List.of(), faults.present());
        assertNull(one.fault());
    }

    @Test
    void foreignTextCannotForgeALine() {
        FaultSignal signal = faults.detail("queue a");
        signal.raise(FaultCode.UNREACHABLE, "a\r\n2026 WARN \"b\" \u2028\u009b\u202e\ud800", "x");

        assertTrue(
                log.lines().get(0).contains("cause=\"a 2026 WARN 'b' \\u2028\\u009b\\u202e\\ud800\""),
                log.lines()::toString);
    }

    private void pass(long seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
