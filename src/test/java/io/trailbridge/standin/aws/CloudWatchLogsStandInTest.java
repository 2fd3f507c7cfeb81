package io.trailbridge.standin.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

class CloudWatchLogsStandInTest {
    private static final String GROUP = "/test/alert";
    private static final long NOW = Instant.parse("2026-03-10T12:00:00Z").toEpochMilli();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = 24 * HOUR;
    private static final int MAX_BYTES = 1_048_576;
    private static CloudWatchLogsStandIn logs;

    @BeforeAll
    static void start() {
        logs = CloudWatchLogsStandIn.start();
        logs.clock(Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));
    }

    @AfterAll
    static void stop() {
        logs.close();
    }

    @BeforeEach
    void forget() {
        logs.faults().clear();
        logs.groups().forEach(logs::delete);
        logs.create(GROUP, "s");
    }

    @Test
    void validEventsAreKeptInTheirOrder() {
        assertNull(put(event(NOW - 1, "a"), event(NOW, "b\u00e9")).rejectedLogEventsInfo());
        put(event(NOW - 5, "a"));

        assertEquals(
                List.of("a", "b\u00e9", "a"),
                logs.accepted(GROUP).stream()
                        .map(CloudWatchLogsStandIn.Stored::message)
                        .toList());
        assertEquals(
                new CloudWatchLogsStandIn.Stored(GROUP, "s", NOW - 1, "a"),
                logs.accepted().get(0));
        assertEquals(3, logs.acceptedCount());
        assertEquals(List.of(), logs.accepted("/test/other"));
    }

    @Test
    void eventsOutOfOrderAreRefused() {
        assertInvalid("must be in chronological order", event(NOW, "a"), event(NOW - 1, "b"));
        put(event(NOW, "a"), event(NOW, "b"));
    }

    @Test
    void aCallSpans24HoursAndNoMore() {
        assertInvalid("more than 24 hours", event(NOW - DAY - 1, "a"), event(NOW, "b"));
        put(event(NOW - DAY, "a"), event(NOW, "b"));
    }

    @Test
    void whatIsLeftOutDoesNotCountForTheSpan() {
        put(event(NOW - 20 * DAY, "a"), event(NOW, "b"), event(NOW + 2 * DAY, "c"));
        assertEquals(1, logs.acceptedCount());
    }

    @Test
    void aCallTakes1048576BytesWith26ForEachEvent() {
        put(event(NOW, "\u00e9".repeat((MAX_BYTES - 2 * 26) / 4)), event(NOW, "x".repeat((MAX_BYTES - 2 * 26) / 2)));
        assertInvalid(
                "Upload too large: 1048577 bytes exceeds limit of 1048576",
                event(NOW, "x".repeat(MAX_BYTES / 2 - 26)),
                event(NOW, "x".repeat(MAX_BYTES / 2 - 25)));
    }

    @Test
    void anEventByItselfTakesAsMuchAsACall() {
        put(event(NOW, "x".repeat(MAX_BYTES - 26)));
        assertInvalid(
                "Log event too large: 1048577 bytes exceeds limit of 1048576", event(NOW, "x".repeat(MAX_BYTES - 25)));
    }

    @Test
    void aCallTakesOneTo10000Events() {
        List<InputLogEvent> most = Collections.nCopies(10_000, event(NOW, "x"));
        put(most.toArray(InputLogEvent[]::new));
        assertEquals(10_000, logs.acceptedCount());
        assertInvalid(
                "from 1 to 10000 but has 10001",
                Collections.nCopies(10_001, event(NOW, "x")).toArray(InputLogEvent[]::new));
        assertInvalid("from 1 to 10000 but has 0");
    }

    @Test
    void anEventNeedsAMessageAndATimeSince1970() {
        assertInvalid("'message'", event(NOW, ""));
        assertInvalid("'timestamp'", event(-1, "x"));
    }

    @Test
    void whatIsTooOldOrTooNewIsNamedByIndexAndTheRestIsKept() {
        InputLogEvent[] events = LongStream.of(
                        NOW - 14 * DAY - 2, NOW - 14 * DAY - 1, NOW - HOUR, NOW, NOW + 2 * HOUR, NOW + 2 * HOUR + 1)
                .mapToObj(at -> event(at, "at " + at))
                .toArray(InputLogEvent[]::new);

        assertEquals(
                RejectedLogEventsInfo.builder()
                        .tooOldLogEventEndIndex(2)
                        .tooNewLogEventStartIndex(5)
                        .build(),
                put(events).rejectedLogEventsInfo());
        assertEquals(3, logs.acceptedCount());
    }

    @Test
    void whatIsOlderThanTheRetentionIsExpired() {
        logs.retention(GROUP, Duration.ofDays(3));

        assertEquals(
                RejectedLogEventsInfo.builder()
                        .tooOldLogEventEndIndex(1)
                        .expiredLogEventEndIndex(2)
                        .build(),
                put(event(NOW - 15 * DAY, "a"), event(NOW - 3 * DAY - 1, "b"), event(NOW - 3 * DAY, "c"))
                        .rejectedLogEventsInfo());
        assertEquals(1, logs.acceptedCount());
    }

    @Test
    void anEventOf14DaysIsStillTaken() {
        assertNull(put(event(NOW - 14 * DAY, "a")).rejectedLogEventsInfo());
    }

    @Test
    void groupAndStreamHaveToExist() {
        assertThrows(
                ResourceNotFoundException.class,
                () -> logs.client()
                        .putLogEvents(r ->
                                r.logGroupName("/test/none").logStreamName("s").logEvents(event(NOW, "x"))));
        assertThrows(
                ResourceNotFoundException.class,
                () -> logs.client()
                        .putLogEvents(
                                r -> r.logGroupName(GROUP).logStreamName("none").logEvents(event(NOW, "x"))));
        assertThrows(
                ResourceNotFoundException.class,
                () -> logs.client()
                        .createLogStream(r -> r.logGroupName("/test/none").logStreamName("s")));
    }

    @Test
    void aGroupIsCreatedOnceWithItsTags() {
        logs.client().createLogGroup(r -> r.logGroupName("/test/new").tags(Map.of("cw:datasource:name", "x_y")));
        logs.client().createLogStream(r -> r.logGroupName("/test/new").logStreamName("one"));

        assertThrows(
                ResourceAlreadyExistsException.class,
                () -> logs.client().createLogGroup(r -> r.logGroupName("/test/new")));
        assertThrows(
                ResourceAlreadyExistsException.class,
                () -> logs.client()
                        .createLogStream(r -> r.logGroupName("/test/new").logStreamName("one")));
        var described = logs.client()
                .describeLogGroups(r -> r.logGroupNamePrefix("/test/n"))
                .logGroups();
        assertEquals(1, described.size());
        assertEquals(
                Map.of("cw:datasource:name", "x_y"),
                logs.client()
                        .listTagsForResource(r -> r.resourceArn(described.get(0).logGroupArn()))
                        .tags());
        assertEquals(
                "one",
                logs.client()
                        .describeLogStreams(r -> r.logGroupName("/test/new"))
                        .logStreams()
                        .get(0)
                        .logStreamName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws/x", "with space", "a:b", "a*"})
    void aGroupsNameHasToBeOne(String name) {
        assertThrows(InvalidParameterException.class, () -> logs.client().createLogGroup(r -> r.logGroupName(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "{x}", "a\tb"})
    void aTagHasOnlySomeCharacters(String value) {
        assertThrows(
                InvalidParameterException.class,
                () -> logs.client()
                        .createLogGroup(r -> r.logGroupName("/test/t").tags(Map.of("k", value))));
    }

    @Test
    void onlyWhatIsAskedForIsKept() {
        try (var lean = CloudWatchLogsStandIn.start()) {
            lean.create(GROUP, "s");
            lean.keepOnly(message -> message.substring(0, 1));
            lean.client()
                    .putLogEvents(r -> r.logGroupName(GROUP)
                            .logStreamName("s")
                            .logEvents(event(System.currentTimeMillis(), "abc")));
            assertEquals("a", lean.accepted().get(0).message());
        }
    }

    @Test
    void faultsOfOneActionLeaveTheOthersAlone() {
        logs.faults().on("PutLogEvents").fail(Failure.ACCESS_DENIED);
        var failure = assertThrows(CloudWatchLogsException.class, () -> put(event(NOW, "x")));
        assertEquals("AccessDeniedException", failure.awsErrorDetails().errorCode());
        logs.client().createLogGroup(r -> r.logGroupName("/test/free"));
        assertTrue(logs.groups().contains("/test/free"));
    }

    private static PutLogEventsResponse put(InputLogEvent... events) {
        return logs.client()
                .putLogEvents(r -> r.logGroupName(GROUP).logStreamName("s").logEvents(events));
    }

    private static void assertInvalid(String reason, InputLogEvent... events) {
        var failure = assertThrows(InvalidParameterException.class, () -> put(events));
        assertTrue(failure.getMessage().contains(reason), failure.getMessage());
    }

    private static InputLogEvent event(long timestamp, String message) {
        return InputLogEvent.builder().timestamp(timestamp).message(message).build();
    }
}
