package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.models.EventPosition;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Objects;

/** Where a partition without a checkpoint is read from. */
public sealed interface StartPosition {
    /** The oldest event that the hub still keeps. */
    StartPosition EARLIEST = new Earliest();
    /** Only events that arrive after the partition was claimed. */
    StartPosition LATEST = new Latest();

    /** Returns the position in the SDK's terms. */
    EventPosition toEventPosition();

    /**
     * Parses {@code earliest}, {@code latest} or a time such as {@code 2024-01-15T10:30:00Z}.
     *
     * @throws IllegalArgumentException for anything else; names what is allowed
     */
    static StartPosition parse(String text) {
        String trimmed = text == null ? "" : text.trim();
        switch (trimmed.toLowerCase(Locale.ROOT)) {
            case "earliest":
                return EARLIEST;
            case "latest":
                return LATEST;
            default:
                try {
                    return new At(OffsetDateTime.parse(trimmed).toInstant());
                } catch (DateTimeParseException e) {
                    throw new IllegalArgumentException(
                            "start position '" + trimmed + "' is none: use earliest, latest"
                                    + " or an ISO time with its zone, for example 2024-01-15T10:30:00Z",
                            e);
                }
        }
    }

    /** Events enqueued at or after a time. */
    record At(Instant time) implements StartPosition {
        public At {
            Objects.requireNonNull(time, "time");
        }

        @Override
        public EventPosition toEventPosition() {
            // The service's filter means "enqueued after", and its clock has milliseconds.
            return EventPosition.fromEnqueuedTime(time.minusMillis(1));
        }

        @Override
        public String toString() {
            return time.toString();
        }
    }

    /** See {@link #EARLIEST}. */
    record Earliest() implements StartPosition {
        @Override
        public EventPosition toEventPosition() {
            return EventPosition.earliest();
        }

        @Override
        public String toString() {
            return "earliest";
        }
    }

    /** See {@link #LATEST}. */
    record Latest() implements StartPosition {
        @Override
        public EventPosition toEventPosition() {
            return EventPosition.latest();
        }

        @Override
        public String toString() {
            return "latest";
        }
    }
}
