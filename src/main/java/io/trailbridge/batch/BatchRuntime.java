package io.trailbridge.batch;

import java.time.Duration;
import java.time.Instant;

/** Threads, time and chance, so that tests can own them. */
interface BatchRuntime {
    /** A clock that only goes forward, in nanoseconds from any origin. */
    long nanos();

    Instant now();

    /** From 0 (included) to 1 (excluded). */
    double random();

    /** Runs a call on one of a bounded number of threads; never on the caller's. */
    void execute(Runnable call);

    /**
     * Runs a short task later; never on the caller's thread.
     *
     * @return cancels it
     */
    Runnable schedule(Runnable task, long delayNanos);

    /** Ends the threads: waits so long for those that run, then interrupts them. */
    void close(Duration grace);
}
