package io.trailbridge.sinks.cloudwatchlogs;

import io.trailbridge.encoding.Utf8;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One log event, and the log group it belongs to.
 *
 * @param kind what the event is about, such as {@code sub-assessment}: the last part of its group's name, 1 to 64
 *     letters, digits or {@code ._-}
 * @param timestamp when it happened, in the years 0 to 9999; the service keeps milliseconds and accepts no event that
 *     is older than 14 days or more than two hours ahead
 * @param message the event as a string, never empty; the service's queries discover the fields of a JSON object
 */
public record LogEntry(String kind, Instant timestamp, String message) {
    /**
     * Maximum size of a call (API_PutLogEvents), and so of an event with its own overhead (256 KB before April 2025).
     */
    static final int MAX_CALL_BYTES = 1_048_576;

    private static final Pattern KIND = Pattern.compile("[._A-Za-z0-9-]{1,64}");
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    /** Bytes that the service counts for each event in addition to its message (API_PutLogEvents). */
    private static final int FRAME_BYTES = 26;
    /** Maximum size of a message in UTF-8. */
    public static final int MAX_MESSAGE_BYTES = MAX_CALL_BYTES - FRAME_BYTES;

    public LogEntry {
        Objects.requireNonNull(timestamp, "timestamp");
        if (timestamp.isBefore(EARLIEST) || timestamp.isAfter(LATEST)) {
            throw new IllegalArgumentException("a log entry's timestamp is no time of this calendar: " + timestamp);
        }
        if (kind == null || !KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("a log entry's kind must match " + KIND + " but is " + kind);
        }
        if (message == null || message.isEmpty()) {
            throw new IllegalArgumentException("a log entry of kind " + kind + " has no message");
        }
    }

    /** Returns the entry's share of a call: the message in UTF-8 and the service's overhead. */
    long bytes() {
        return (long) FRAME_BYTES + Utf8.length(message);
    }

    long millis() {
        return timestamp.toEpochMilli();
    }
}
