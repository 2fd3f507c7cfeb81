package io.trailbridge.sinks.cloudwatchlogs;

import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One log event, and the log group it belongs to.
 *
 * @param kind what the event is about, such as {@code sub-assessment}: the last part of its group's name, of 1 to 64
 *     letters, digits or {@code ._-}
 * @param timestamp when it happened; the service keeps milliseconds and takes no event that is older than 14 days or
 *     more than two hours ahead; of the years 0 to 9999
 * @param message the event as text, never empty; the service's queries find the fields of a JSON object by themselves
 */
public record LogEntry(String kind, Instant timestamp, String message) {
    /** API_PutLogEvents: bytes of a call, and so of an event (256 KB before April 2025) with its own frame. */
    static final int MAX_CALL_BYTES = 1_048_576;

    private static final Pattern KIND = Pattern.compile("[._A-Za-z0-9-]{1,64}");
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    /** What the service counts for each event beside its message (API_PutLogEvents). */
    private static final int FRAME_BYTES = 26;
    /** Of a message in UTF-8. */
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

    /** Its share of a call: the message in UTF-8 and what the service adds. */
    long bytes() {
        long bytes = FRAME_BYTES;
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            // Each half of a surrogate pair has half of its four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    long millis() {
        return timestamp.toEpochMilli();
    }
}
