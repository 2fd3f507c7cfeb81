package io.trailbridge.batch;

/**
 * Slows all calls down while whole calls fail: nothing is sent during the back-off, then one call at a time probes, and
 * the first call that is answered allows all calls again. Guarded by the batcher's lock.
 */
final class CircuitBreaker {
    private final BackOff backOff;
    private int failures;
    private long closedAt;
    private long opensAt;

    CircuitBreaker(BackOff backOff) {
        this.backOff = backOff;
    }

    void failed(long callStartedAt, long now) {
        // Calls that ran concurrently fail concurrently: they count as one failure.
        if (failures > 0 && callStartedAt - closedAt < 0) {
            return;
        }
        failures++;
        closedAt = now;
        opensAt = now + backOff.delay(failures).toNanos();
    }

    void answered() {
        failures = 0;
    }

    int allowedCalls(int maxConcurrentCalls) {
        return failures == 0 ? maxConcurrentCalls : 1;
    }

    /** Returns the nanoseconds until the next call may begin; zero or less when it may begin now. */
    long closedFor(long now) {
        return failures == 0 ? 0 : opensAt - now;
    }
}
