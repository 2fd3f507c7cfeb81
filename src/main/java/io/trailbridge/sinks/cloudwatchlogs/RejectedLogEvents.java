package io.trailbridge.sinks.cloudwatchlogs;

import io.trailbridge.batch.Outcome;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;

/**
 * The events that an accepted PutLogEvents call has left out, from {@code rejectedLogEventsInfo}: it contains indexes
 * into the call's events, which are in chronological order. Events before an index are too old or expired; events from
 * an index on are too new.
 */
final class RejectedLogEvents {
    static final Outcome TOO_OLD = new Outcome.Rejected(
            "TooOldLogEvent",
            "CloudWatch Logs accepts no event that is"
                    + " older than 14 days; to keep it there, send it again with a newer timestamp");
    private static final Outcome EXPIRED = new Outcome.Rejected(
            "ExpiredLogEvent",
            "the event is older than the"
                    + " retention of its log group; give the group a longer retention and redrive the message");
    private static final Outcome TOO_NEW = new Outcome.Rejected(
            "TooNewLogEvent",
            "CloudWatch Logs accepts no event"
                    + " that is more than two hours in the future; check the clock of its source, and redrive the message when"
                    + " its time has come");

    private RejectedLogEvents() {}

    /** @param info null when nothing was left out */
    static List<Outcome> outcomes(int events, RejectedLogEventsInfo info) {
        Outcome[] outcomes = new Outcome[events];
        Arrays.fill(outcomes, Outcome.ACCEPTED);
        if (info != null) {
            // Expired events first: among them, those before the other index are too old for any retention.
            fill(outcomes, 0, info.expiredLogEventEndIndex(), EXPIRED);
            fill(outcomes, 0, info.tooOldLogEventEndIndex(), TOO_OLD);
            fill(outcomes, info.tooNewLogEventStartIndex(), events, TOO_NEW);
        }
        return List.of(outcomes);
    }

    private static void fill(Outcome[] outcomes, Integer from, Integer to, Outcome outcome) {
        if (from != null && to != null) {
            Arrays.fill(outcomes, Math.max(0, from), Math.min(outcomes.length, to), outcome);
        }
    }
}
