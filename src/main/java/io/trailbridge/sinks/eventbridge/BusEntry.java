package io.trailbridge.sinks.eventbridge;

import io.trailbridge.encoding.Utf8;
import java.time.Instant;
import java.util.Objects;

/**
 * One event for an event bus, in the form of PutEvents.
 *
 * @param source who made the event; rules match it
 * @param detailType what the detail is; rules match it
 * @param time when the event arrived in the hub
 * @param detail a JSON object; its fields are what rules match
 */
public record BusEntry(String source, String detailType, Instant time, String detail) {
    /**
     * Maximum size of a call, and so of an entry: the service asks for less than 256 KB in all (API_PutEvents).
     */
    static final int MAX_CALL_BYTES = 256 * 1024 - 1;
    /** Maximum length of a source, and of a detail type. */
    static final int MAX_NAME_BYTES = 128;
    /** Bytes that the service counts for the time ("Calculating PutEvents event entry size"). */
    private static final int TIME_BYTES = 14;
    /** Maximum size of a detail in UTF-8, whatever the source and the detail type are. */
    static final int MAX_DETAIL_BYTES = MAX_CALL_BYTES - TIME_BYTES - 2 * MAX_NAME_BYTES;

    public BusEntry {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(detailType, "detailType");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(detail, "detail");
    }

    /** Returns the entry's size as the service counts it. */
    long bytes() {
        return (long) TIME_BYTES + Utf8.length(source) + Utf8.length(detailType) + Utf8.length(detail);
    }
}
