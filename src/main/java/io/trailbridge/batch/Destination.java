package io.trailbridge.batch;

/**
 * One of the things that a batcher's entries are sent to, such as a log group: it fails or answers by itself. Guarded
 * by the batcher's lock; times are nanoseconds of the batcher's time.
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

    /** Nanoseconds until a call may begin; {@code Long.MAX_VALUE} when none may before another ends. */
    long callIn(long now) {
        return calls < breaker.allowedCalls(maxConcurrentCalls) ? Math.max(0, breaker.closedFor(now)) : Long.MAX_VALUE;
    }

    void callBegins() {
        calls++;
    }

    void callEnds() {
        calls--;
    }

    /** It has taken or refused an entry: it works. */
    void answered(long now) {
        breaker.answered();
        answered = true;
        answeredAt = now;
        failing = false;
    }

    /** A call failed as a whole. */
    void failed(long callStartedAt, long now) {
        breaker.failed(callStartedAt, now);
        tookNothing(now);
    }

    /** A call was answered, but each of its entries is to be tried again. */
    void tookNothing(long now) {
        if (!failing) {
            failing = true;
            failingSince = now;
        }
    }

    /** How long it has been failing; -1 when it is not. */
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
