package io.trailbridge.pipeline;

import io.trailbridge.batch.BatchMeters;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.MappingException;
import java.util.function.Predicate;

/**
 * The events that a sink is told not to take, those of its messages that another takes, and empty pages, which are no
 * events. They count as done; the meter {@code trailbridge.left.out} counts them by sink and kind, so that nothing is
 * left out unseen. Thread-safe.
 */
public final class LeftOut {
    private final String sink;
    private final Predicate<MappedEvent> rule;
    private final BatchMeters meters;

    public LeftOut(String sink, Predicate<MappedEvent> rule, BatchMeters meters) {
        this.sink = sink;
        this.rule = rule;
        this.meters = meters;
    }

    /** Of a sink that takes every kind of event. */
    public static LeftOut nothing(String sink, BatchMeters meters) {
        return new LeftOut(sink, event -> false, meters);
    }

    /**
     * Whether the event is the result of a scan that found nothing, for a sink of findings: it is none, and no fault of
     * the event. With a mapping of one's own it is what that makes of it.
     */
    public static boolean foundNothing(MappedEvent event) {
        return event.kind() == EventKind.MALWARE_SCAN && event.failed()
                && event.failure().mapping().equals(MappingException.NO_MAPPING);
    }

    /** @param elsewhere whether the event is a notice that the reader of flow logs gets */
    boolean excludes(MappedEvent event, Predicate<MappedEvent> elsewhere) {
        if (elsewhere.test(event)) {
            return counted(Classifier.FLOW_LOG_NOTICE);
        }
        return (event.kind() == EventKind.EMPTY_PAGE || rule.test(event)) && counted(event.kind().id());
    }

    /** Whether a message whose events are of this kind is left out whole, by a sink that takes messages as they are. */
    public boolean excludesMessage(String kind) {
        return kind.equals(EventKind.EMPTY_PAGE.id()) && counted(kind);
    }

    private boolean counted(String kind) {
        meters.leftOut(sink, kind).increment();
        return true;
    }
}
