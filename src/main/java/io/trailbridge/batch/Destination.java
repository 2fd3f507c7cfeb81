package io.trailbridge.batch;

/**
 * One of the destinations that a batcher's entries are sent to, such as a log group. Destinations fail and recover
 * independently. Guarded by the batcher's lock; times are nanoseconds of the batcher's clock.
 */
final class Destination {
    private final CircuitBreaker breaker;
    private final int maxConcurrentCalls;
    private int calls;
    private int held;
    private long bytes;
    private boolean answered;
    private long answeredAt;
    private boolean failing;
    private long failingSince;

    Destination(CircuitBreaker breaker, int maxConcurrentCalls) {
        this.breaker = breaker;
        this.maxConcurrentCalls = maxConcurrentCalls;
    }

    /**
     * Returns the nanoseconds until a call may begin; {@code Long.MAX_VALUE} when none may begin before another ends.
     */
    long callIn(long now) {
        return calls < breaker.allowedCalls(maxConcurrentCalls) ? Math.max(0, breaker.closedFor(now)) : Long.MAX_VALUE;
    }

    void callBegins() {
        calls++;
    }

    void callEnds() {
        calls--;
    }

    /** Records that the destination has accepted or refused an entry: it works. */
    void answered(long now) {
        breaker.answered();
        answered = true;
        answeredAt = now;
        failing = false;
    }

    /** Records that a call failed as a whole. */
    void failed(long callStartedAt, long now) {
        breaker.failed(callStartedAt, now);
        acceptedNone(now);
    }

    /** Records that a call was answered, but that each of its entries is to be retried. */
    void acceptedNone(long now) {
        if (!failing) {
            failing = true;
            failingSince = now;
        }
    }

    /** Returns how long the destination has been failing; -1 when it is not failing. */
    long failingFor(long now) {
        return failing ? now - failingSince : -1;
    }

    boolean answeredWhileFails(Destination other) {
        return answered && !failing && answeredAt - other.failingSince >= 0;
    }

    void holds(Pending<?> pending) {
        held++;
        bytes += pending.bytes;
    }

    void holdsNoLonger(Pending<?> pending) {
        held--;
        bytes -= pending.bytes;
    }

    int held() {
        return held;
    }

    long bytes() {
        return bytes;
    }
}
