package io.trailbridge.batch;

/** The next time at which a batcher looks for what is due: the earliest that was asked for. Guarded by its lock. */
final class WakeUp {
    private final BatchRuntime runtime;
    private final Runnable look;
    private Runnable cancel;
    private long at;

    WakeUp(BatchRuntime runtime, Runnable look) {
        this.runtime = runtime;
        this.look = look;
    }

    /** @param nanos {@code Long.MAX_VALUE} for never */
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

    /** It has come: another may be set. */
    void came() {
        cancel = null;
    }
}
