package io.trailbridge.batch;

/**
 * The next time at which a batcher checks for due work: the earliest time that was requested. Guarded by the batcher's
 * lock.
 */
final class WakeUp {
    private final BatchRuntime runtime;
    private final Runnable look;
    private Runnable cancel;
    private long at;

    WakeUp(BatchRuntime runtime, Runnable look) {
        this.runtime = runtime;
        this.look = look;
    }

    /**
     * Requests a check.
     *
     * @param nanos nanoseconds from now; {@code Long.MAX_VALUE} for never
     */
    void in(long nanos, long now) {
        if (nanos == Long.MAX_VALUE) {
            return;
        }
        long wanted = now + Math.max(nanos, 0);
        if (cancel != null && at - wanted <= 0) {
            return;
        }
        if (cancel != null) {
            cancel.run();
        }
        at = wanted;
        cancel = runtime.schedule(look, wanted - now);
    }

    /** Called when the check has begun: another may be scheduled. */
    void came() {
        cancel = null;
    }
}
