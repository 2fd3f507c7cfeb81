package io.trailbridge.pipeline;

import io.trailbridge.batch.BatchMeters;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.MappingException;
import java.util.function.Predicate;

/**
 * The events that a sink does not receive: those that its settings leave out, those in its messages that are for
 * another receiver, and empty pages, which are not events. They count as done; the meter {@code trailbridge.left.out}
 * counts them by sink and kind, so that no event is left out unnoticed. Thread-safe.
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

    /** Returns the rule of a sink that accepts every kind of event. */
    public static LeftOut nothing(String sink, BatchMeters meters) {
        return new LeftOut(sink, event -> false, meters);
    }

    /**
     * Returns whether the event is the result of a scan that found nothing. For a sink of findings there is no finding
     * in it, and this is not an error of the event. With a custom mapping, the result of that mapping counts instead.
     */
    public static boolean isCleanScan(MappedEvent event) {
        return event.kind() == EventKind.MALWARE_SCAN
                && event.failed()
                && event.failure().mapping().equals(MappingException.NO_MAPPING);
    }

    /**
     * Returns whether the event is left out, and counts it if so.
     *
     * @param elsewhere whether the event is a notice that the flow log reader receives
     */
    boolean excludes(MappedEvent event, Predicate<MappedEvent> elsewhere) {
        if (elsewhere.test(event)) {
            return counted(Classifier.FLOW_LOG_NOTICE);
        }
        return (event.kind() == EventKind.EMPTY_PAGE || rule.test(event))
                && counted(event.kind().id());
    }

    /**
     * Returns whether a message with events of this kind is left out as a whole, for a sink that takes messages
     * unchanged.
     */
    public boolean excludesMessage(String kind) {
        return kind.equals(EventKind.EMPTY_PAGE.id()) && counted(kind);
    }

    private boolean counted(String kind) {
        meters.leftOut(sink, kind).increment();
        return true;
    }
}
