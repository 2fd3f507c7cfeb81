package io.trailbridge.batch;

import java.time.Duration;
import java.time.Instant;

/** Threads, time and random numbers, so that tests can control them. */
interface BatchRuntime {
    /** Returns the time of a monotonic clock, in nanoseconds from an arbitrary origin. */
    long nanos();

    Instant now();

    /** Returns a random number from 0 (inclusive) to 1 (exclusive). */
    double random();

    /** Runs a call on one of a bounded number of threads; never on the caller's thread. */
    void execute(Runnable call);

    /**
     * Runs a short task later; never on the caller's thread.
     *
     * @return a handle that cancels the task
     */
    Runnable schedule(Runnable task, long delayNanos);

    /** Ends the threads: waits up to {@code grace} for running calls, then interrupts them. */
    void close(Duration grace);
}
