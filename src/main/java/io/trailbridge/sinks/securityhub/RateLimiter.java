package io.trailbridge.sinks.securityhub;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the number of calls per second. After a pause, the calls of one second may be made at once, so that no second
 * ever has more than twice the rate. Thread-safe.
 */
final class RateLimiter {
    /** Sleeps; in tests, it may only record the call. */
    interface Sleep {
        void nanos(long nanos) throws InterruptedException;
    }

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final long interval;
    private final LongSupplier clock;
    private final Sleep sleep;
    /** When the next call may begin if no calls have been saved up. */
    @GuardedBy("this")
    private long next;

    RateLimiter(int callsPerSecond) {
        this(callsPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    RateLimiter(int callsPerSecond, LongSupplier clock, Sleep sleep) {
        interval = SECOND / callsPerSecond;
        this.clock = clock;
        this.sleep = sleep;
        next = clock.getAsLong() - SECOND;
    }

    /** Waits until a call may begin. */
    void await() throws InterruptedException {
        long wait = reserve();
        if (wait > 0) {
            sleep.nanos(wait);
        }
    }

    private synchronized long reserve() {
        long now = clock.getAsLong();
        long savedUp = now - SECOND + interval;
        long at = next - savedUp < 0 ? savedUp : next;
        next = at + interval;
        return at - now;
    }
}
