package io.trailbridge.routes;

import io.trailbridge.batch.BatchMeters;
import io.trailbridge.transform.MappedEvent;
import java.util.function.Predicate;

/**
 * The events that a sink is told not to take. They count as done; the meter {@code trailbridge.left.out} counts them by
 * sink and kind, so that nothing is left out unseen. Thread-safe.
 */
public final class LeftOut {
    /** Leaves out nothing. */
    public static final LeftOut NOTHING = new LeftOut("", event -> false, null);

    private final String sink;
    private final Predicate<MappedEvent> rule;
    private final BatchMeters meters;

    public LeftOut(String sink, Predicate<MappedEvent> rule, BatchMeters meters) {
        this.sink = sink;
        this.rule = rule;
        this.meters = meters;
    }

    boolean takes(MappedEvent event) {
        if (!rule.test(event)) {
            return false;
        }
        meters.leftOut(sink, event.kind().id()).increment();
        return true;
    }
}
