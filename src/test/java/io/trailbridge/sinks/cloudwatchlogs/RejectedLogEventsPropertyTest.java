package io.trailbridge.sinks.cloudwatchlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.trailbridge.batch.Outcome;
import io.trailbridge.standin.aws.CloudWatchLogsStandIn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the order in which events come, each gets the answer to its own time, and what is accepted is there. */
class RejectedLogEventsPropertyTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Instant START_OF_DAY = Instant.parse("2026-03-10T00:00:00Z");
    private static CloudWatchLogsStandIn logs;

    @BeforeContainer
    static void start() {
        logs = CloudWatchLogsStandIn.start();
    }

    @AfterContainer
    static void stop() {
        logs.close();
    }

    /** All events are of one day, as in a lane; the present is somewhere around the borders that run through it. */
    @Property(tries = 200)
    void eachEventHasTheAnswerToItsOwnTime(
            @ForAll @Size(min = 1, max = 60) List<@LongRange(max = 24 * 3_600_000 - 1) Long> offsets,
            @ForAll @IntRange(max = 3) int border,
            @ForAll @LongRange(max = 24 * 3_600_000) long into,
            @ForAll @IntRange(max = 1) int retention) {
        long day = START_OF_DAY.toEpochMilli();
        long now = day + into + List.of(14 * DAY, -2 * HOUR, 3 * DAY, 0L).get(border);
        logs.groups().forEach(logs::delete);
        logs.create("/p/alert", "s");
        if (retention == 1) {
            logs.retention("/p/alert", Duration.ofDays(3));
        }
        logs.clock(Clock.fixed(Instant.ofEpochMilli(now), ZoneOffset.UTC));
        List<LogEntry> entries = IntStream.range(0, offsets.size())
                .mapToObj(i -> new LogEntry("alert", Instant.ofEpochMilli(day + offsets.get(i)), "e-" + i))
                .toList();

        List<Outcome> outcomes = new PutLogEventsCall(
                        logs.client(),
                        new LogStreams(logs.client(), GroupPrefix.parse("/p"), "s"),
                        false,
                        System::nanoTime)
                .call(entries);

        assertEquals(
                entries.stream()
                        .map(entry -> expected(entry.millis(), now, retention == 1))
                        .toList(),
                outcomes.stream().map(RejectedLogEventsPropertyTest::code).toList());
        assertEquals(
                IntStream.range(0, entries.size())
                        .filter(i -> outcomes.get(i) == Outcome.ACCEPTED)
                        .mapToObj(i -> entries.get(i).message())
                        .sorted()
                        .toList(),
                logs.accepted().stream()
                        .map(CloudWatchLogsStandIn.Stored::message)
                        .sorted()
                        .toList());
    }

    private static String expected(long at, long now, boolean threeDays) {
        if (at < now - 14 * DAY) {
            return "TooOldLogEvent";
        }
        if (threeDays && at < now - 3 * DAY) {
            return "ExpiredLogEvent";
        }
        return at > now + 2 * HOUR ? "TooNewLogEvent" : "accepted";
    }

    private static String code(Outcome outcome) {
        return outcome instanceof Outcome.Rejected rejected ? rejected.code() : "accepted";
    }
}
