package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final int CALLS = 8;
    /** Near the overflow of the nanosecond clock on purpose. */
    private static final long START = Long.MAX_VALUE - 10;

    private final CircuitBreaker pace =
            new CircuitBreaker(new BackOff(Duration.ofNanos(100), Duration.ofNanos(1000), () -> 1));

    @Test
    void nothingIsHeldBackWhileCallsAreAnswered() {
        assertEquals(0, pace.closedFor(START));
        assertEquals(CALLS, pace.allowedCalls(CALLS));
    }

    @Test
    void aFailureClosesForTheBackOffAndThenLetsOneCallProbe() {
        pace.failed(START, START + 50);

        assertEquals(100, pace.closedFor(START + 50));
        assertTrue(pace.closedFor(START + 150) <= 0);
        assertEquals(1, pace.allowedCalls(CALLS));
    }

    @Test
    void callsThatRanSideBySideCountAsOneFailure() {
        pace.failed(START, START + 50);
        pace.failed(START + 1, START + 60);
        pace.failed(START + 49, START + 70);

        assertEquals(90, pace.closedFor(START + 60));
    }

    @Test
    void eachFurtherProbeThatFailsDoublesTheWaitUpToTheLongest() {
        long now = START;
        for (long expected : new long[] {100, 200, 400, 800, 1000, 1000}) {
            pace.failed(now, now + 1);
            assertEquals(expected, pace.closedFor(now + 1));
            now += 1 + expected;
        }
    }

    @Test
    void theFirstAnswerOpensTheWay() {
        pace.failed(START, START + 50);
        pace.answered();

        assertEquals(0, pace.closedFor(START + 51));
        assertEquals(CALLS, pace.allowedCalls(CALLS));
    }
}
