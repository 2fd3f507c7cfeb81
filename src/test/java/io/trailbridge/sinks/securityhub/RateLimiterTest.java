package io.trailbridge.sinks.securityhub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    // Near the overflow of the nanosecond clock on purpose.
    private long now = Long.MAX_VALUE - SECOND;
    private final List<Long> calls = new ArrayList<>();

    private void call(RateLimiter pace) {
        try {
            pace.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        calls.add(now);
    }

    private RateLimiter pace(int callsPerSecond) {
        return new RateLimiter(callsPerSecond, () -> now, nanos -> now += nanos);
    }

    @Test
    void aSecondsWorthGoesAtOnceAndThenOneByOne() {
        long start = now;
        RateLimiter pace = pace(10);
        for (int i = 0; i < 15; i++) {
            call(pace);
        }
        assertEquals(start, calls.get(9));
        assertEquals(start + SECOND / 10, calls.get(10));
        assertEquals(start + SECOND / 2, calls.get(14));
        now += 10 * SECOND;
        long later = now;
        for (int i = 0; i < 11; i++) {
            call(pace);
        }
        assertEquals(later, calls.get(24));
        assertEquals(later + SECOND / 10, calls.get(25));
    }

    @Property(tries = 300)
    void noSecondSeesMoreThanTwiceTheRate(
            @ForAll @IntRange(min = 1, max = 50) int rate,
            @ForAll @Size(max = 200) List<@IntRange(max = 2000) Integer> pausesMillis) {
        calls.clear();
        RateLimiter pace = pace(rate);
        for (int pause : pausesMillis) {
            now += Duration.ofMillis(pause % 3 == 0 ? pause : 0).toNanos();
            call(pace);
        }
        for (int i = 2 * rate; i < calls.size(); i++) {
            assertTrue(calls.get(i) - calls.get(i - 2 * rate) >= SECOND / rate * rate);
        }
    }
}
