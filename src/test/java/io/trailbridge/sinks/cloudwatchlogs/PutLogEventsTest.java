package io.trailbridge.sinks.cloudwatchlogs;

import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.ALERTS;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.NOW;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.PREFIX;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.STREAM;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.URI;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.alert;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.rejection;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.EntryTooLargeException;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.standin.aws.CloudWatchLogsStandIn.Stored;
import io.trailbridge.standin.aws.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent, by the rules of PutLogEvents, and how each event's own result is reported. */
class PutLogEventsTest {
    private static final int MAX_BYTES = 1_048_576;
    private static final int FRAME = 26;
    private final LogsFixture fixture = new LogsFixture();

    @BeforeEach
    void groups() {
        fixture.logs.create(ALERTS, STREAM);
        fixture.logs.create(PREFIX + "/assessment", STREAM);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static void assertAccepted(List<CompletableFuture<Exchange>> sent) {
        sent.forEach(one -> assertNull(one.join().getException()));
    }

    @Test
    void eachExchangeIsCompleteWhenAllOfItsEventsAreAccepted() {
        fixture.logs.faults().hang();
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 300)
                .mapToObj(i -> fixture.send(
                        i % 3 == 0
                                ? List.of(alert("a-" + i), new LogEntry("assessment", NOW, "b-" + i))
                                : alert("a-" + i)))
                .toList();
        await().until(() -> fixture.status().inFlight() == 400);
        assertEquals(
                400,
                fixture.meters
                        .get("trailbridge.in.flight")
                        .tag("at", URI)
                        .gauge()
                        .value());
        fixture.logs.faults().release();
        assertAccepted(all);
        assertEquals(300, fixture.messages(ALERTS).stream().distinct().count());
        assertEquals(
                100,
                fixture.messages(PREFIX + "/assessment").stream().distinct().count());
        assertEquals(400, fixture.logs.acceptedCount());
        // Eight that hang, and one or two for what has gathered meanwhile in each group.
        assertTrue(fixture.logs.calls() <= 12, "calls: " + fixture.logs.calls());
        assertEquals(
                400,
                fixture.meters
                        .get("trailbridge.delivered")
                        .tag("sink", "cloudwatch-logs")
                        .counter()
                        .count());
        assertEquals(
                0,
                fixture.meters
                        .get("trailbridge.in.flight")
                        .tag("at", URI)
                        .gauge()
                        .value());
    }

    @Test
    void anEmptyListIsCompleteAtOnce() {
        assertNull(fixture.send(List.of()).join().getException());
        assertEquals(0, fixture.logs.calls());
    }

    @Test
    void eventsAreSentInTheOrderOfTimeAndAnswersReachTheirOwnExchanges() {
        List<LogEntry> entries = new ArrayList<>(IntStream.range(0, 500)
                .mapToObj(i -> alert(NOW.minusMillis(i * 7L), "e-" + i))
                .toList());
        Collections.shuffle(entries, new Random(4));
        assertNull(fixture.send(URI + "?maxEntries=500&linger=60000", entries)
                .join()
                .getException());
        assertEquals(1, fixture.logs.calls());
        List<Long> times =
                fixture.logs.accepted(ALERTS).stream().map(Stored::timestamp).toList();
        assertEquals(times.stream().sorted().toList(), times);
        assertEquals(500, times.size());
    }

    @Test
    void aCallHoldsTheEventsOfOneDay() {
        Instant midnight = Instant.parse("2026-03-10T00:00:00Z");
        // The stand-in refuses a call that spans more than 24 hours: none of these may share one.
        List<LogEntry> entries = IntStream.range(-12, 2)
                .mapToObj(day -> midnight.plus(Duration.ofDays(day)))
                .flatMap(day -> List.of(alert(day.minusMillis(1), "last"), alert(day, "first")).stream())
                .filter(entry -> entry.timestamp().isBefore(NOW.plus(Duration.ofHours(2))))
                .toList();
        assertNull(fixture.send(entries).join().getException());
        assertEquals(entries.size(), fixture.logs.acceptedCount());
        assertEquals(14, fixture.logs.calls());
    }

    @Test
    void anEventMayBeAsLargeAsACallAndNoLarger() {
        String largest = "\u00e9".repeat((MAX_BYTES - FRAME) / 2);
        assertNull(fixture.send(alert(largest)).join().getException());
        EntryTooLargeException failure = assertInstanceOf(
                EntryTooLargeException.class,
                fixture.send(alert(largest + "x")).join().getException());
        assertEquals(MAX_BYTES + 1, failure.bytes());
        assertEquals(PREFIX, failure.target());
        assertEquals(1, fixture.logs.calls());
    }

    @Test
    void aCallIsFilledToTheLastByte() {
        // Half a call less a frame, of characters that take 1, 2, 3 and 4 bytes.
        int bytes = MAX_BYTES / 2 - FRAME;
        String half = "a\u00e9\u20ac\ud83d\ude00".repeat(bytes / 10) + "x".repeat(bytes % 10);
        fixture.send(URI + "?linger=60000", List.of(alert(half), alert(half), alert("one more: it is full")));
        await().until(() -> fixture.logs.acceptedCount() == 2);
        assertEquals(1, fixture.logs.calls());
    }

    @Test
    void aCallOfOneByteTooManyIsTwo() {
        String half = "x".repeat(MAX_BYTES / 2 - FRAME);
        assertNull(fixture.send(List.of(alert(half), alert(half + "x"))).join().getException());
        assertEquals(2, fixture.logs.calls());
    }

    @Test
    void tenThousandEventsShareACall() {
        List<LogEntry> entries =
                IntStream.range(0, 10_000).mapToObj(i -> alert("e-" + i)).toList();
        assertNull(fixture.send(URI + "?linger=60000", entries).join().getException());
        assertEquals(10_000, fixture.logs.acceptedCount());
        assertEquals(1, fixture.logs.calls());
    }

    @Test
    void whatTheServiceLeavesOutFailsByItself() {
        fixture.logs.retention(PREFIX + "/assessment", Duration.ofDays(3));
        Instant old = NOW.minus(Duration.ofDays(14));
        List<CompletableFuture<Exchange>> taken = new ArrayList<>();
        List<CompletableFuture<Exchange>> tooOld = new ArrayList<>();
        List<CompletableFuture<Exchange>> tooNew = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tooNew.add(fixture.send(alert(NOW.plus(Duration.ofHours(2)).plusMillis(1 + i), "new")));
            taken.add(fixture.send(alert(NOW.plus(Duration.ofHours(2)).minusMillis(i), "in time")));
            tooOld.add(fixture.send(alert(old.minusMillis(1 + i), "old")));
            taken.add(fixture.send(alert(old.plusMillis(i), "just in time")));
        }
        RejectedException expired =
                rejection(fixture.send(new LogEntry("assessment", NOW.minus(Duration.ofDays(4)), "expired")));
        assertAccepted(taken);
        tooOld.forEach(one -> assertEquals("TooOldLogEvent", rejection(one).code()));
        tooNew.forEach(one -> assertEquals("TooNewLogEvent", rejection(one).code()));
        assertEquals("ExpiredLogEvent", expired.code());
        assertTrue(expired.getMessage().contains("give the group a longer retention"), expired.getMessage());
        assertEquals(PREFIX, expired.target());
        assertEquals(40, fixture.logs.acceptedCount());
        assertEquals(40, fixture.meters.get("trailbridge.delivered").counter().count());
    }

    @Test
    void anExchangeOfWhichAPartIsLeftOutFailsWithThatPart() {
        RejectedException failure = rejection(fixture.send(List.of(
                alert(NOW.minus(Duration.ofDays(15)), "old"),
                alert("now"),
                alert(NOW.plus(Duration.ofHours(3)), "new"))));
        assertEquals(
                List.of("TooNewLogEvent", "TooOldLogEvent"),
                RejectedException.in(failure).stream()
                        .map(RejectedException::code)
                        .sorted()
                        .toList());
        assertEquals(List.of("now"), fixture.messages(ALERTS));
    }

    @Test
    void aTimeBefore1970IsTooOldAndHarmsNoOther() {
        List<LogEntry> entries = List.of(
                alert(Instant.parse("0001-01-01T00:00:00Z"), "no date"),
                alert(Instant.EPOCH.minusMillis(1), "before"),
                alert("now"));
        RejectedException failure = rejection(fixture.send(entries));
        assertEquals(
                List.of("TooOldLogEvent", "TooOldLogEvent"),
                RejectedException.in(failure).stream()
                        .map(RejectedException::code)
                        .toList());
        assertEquals(List.of("now"), fixture.messages(ALERTS));
        assertEquals(1, fixture.logs.calls());
    }

    @Test
    void throttledAndFailedCallsAreRepeatedUntilAccepted() {
        List<Failure> failures = List.of(
                Failure.THROTTLING,
                Failure.INTERNAL_ERROR,
                Failure.UNAVAILABLE,
                Failure.EXPIRED_TOKEN,
                Failure.ACCESS_DENIED,
                new Failure(400, "UnrecognizedClientException", "not a valid access key"),
                new Failure(400, "InvalidSequenceTokenException", "from the time of sequence tokens"));
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (Failure failure : failures) {
            fixture.logs.faults().failNext(1, failure);
            for (int i = 0; i < 10; i++) {
                all.add(fixture.send(alert(failure.code() + "-" + i)));
            }
            assertAccepted(all);
        }
        assertEquals(
                10L * failures.size(),
                fixture.messages(ALERTS).stream().distinct().count());
        assertEquals(10 * failures.size(), fixture.logs.acceptedCount());
        assertTrue(fixture.meters
                        .get("trailbridge.retried")
                        .tag("at", URI)
                        .counter()
                        .count()
                >= failures.size());
    }

    @Test
    void dataThatWasAcceptedAlreadyIsAccepted() {
        fixture.logs.faults().failNext(1, new Failure(400, "DataAlreadyAcceptedException", "sent before"));
        assertNull(fixture.send(alert("once")).join().getException());
        assertEquals(1, fixture.logs.calls());
    }

    @Test
    void anAnswerThatIsLostMakesADuplicateAndNoLoss() {
        fixture.logs.faults().loseAnswers(1);
        assertNull(fixture.send(alert("twice")).join().getException());
        assertEquals(List.of("twice", "twice"), fixture.messages(ALERTS));
    }

    @Test
    void aBodyThatIsNoLogEntryIsRejected() {
        assertEquals("NoLogEntry", rejection(fixture.send("{}")).code());
        assertEquals("NoLogEntry", rejection(fixture.send(null)).code());
        RejectedException mixed = rejection(fixture.send(List.of(alert("a"), 1)));
        assertTrue(mixed.getMessage().contains("is java.lang.Integer"), mixed.getMessage());
        assertEquals(0, fixture.logs.calls());
    }
}
