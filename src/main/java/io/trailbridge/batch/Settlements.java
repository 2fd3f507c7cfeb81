package io.trailbridge.batch;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls settlements, and records for each thread whose settlements it is calling: they run the rest of a route. */
final class Settlements {
    private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);
    private static final ThreadLocal<Batcher<?>> SETTLING = new ThreadLocal<>();

    private Settlements() {}

    /** Returns the batcher whose settlements this thread is calling; null when there is none. */
    static Batcher<?> current() {
        return SETTLING.get();
    }

    /** Calls each settlement, even when another one fails. Must never be called under the batcher's lock. */
    static void call(Batcher<?> batcher, String name, List<? extends Pending<?>> done) {
        Batcher<?> outer = SETTLING.get();
        SETTLING.set(batcher);
        try {
            for (Pending<?> pending : done) {
                try {
                    pending.settlement.settled(pending.failure);
                } catch (Throwable e) {
                    LOG.error("at={} a settlement failed, the others continue", name, e);
                }
            }
        } finally {
            SETTLING.set(outer);
        }
    }
}
