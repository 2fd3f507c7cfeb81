package io.trailbridge.sinks.cloudwatchlogs;

import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.ALERTS;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.NOW;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.PREFIX;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.STREAM;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.URI;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.alert;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.Outcome;
import io.trailbridge.standin.aws.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Log groups and streams that are not there: made when that is asked for, else waited for. */
@Tag("slow")
class CreationTest {
    private static final String CREATE = URI + "?create=true&linger=1";
    private static final String SUB_ASSESSMENTS = PREFIX + "/sub-assessment";
    private final LogsFixture fixture = new LogsFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aMissingGroupIsCreatedForItsKindAndTagged() {
        assertNull(fixture.send(CREATE, List.of(alert("a"), new LogEntry("sub-assessment", NOW, "b")))
                .join()
                .getException());
        assertEquals(Set.of(ALERTS, SUB_ASSESSMENTS), fixture.logs.groups());
        assertEquals(
                Map.of("cw:datasource:name", "microsoft_defender_for_cloud", "cw:datasource:type", "alert"),
                fixture.logs.tags(ALERTS));
        assertEquals("sub_assessment", fixture.logs.tags(SUB_ASSESSMENTS).get("cw:datasource:type"));
        assertEquals(List.of("b"), fixture.messages(SUB_ASSESSMENTS));
        assertEquals(STREAM, fixture.logs.accepted(ALERTS).get(0).stream());
        assertEquals(0, fixture.meters.get("trailbridge.retried").counter().count());
    }

    @Test
    void theGroupOfAnEngineerIsLeftAsItIsAndGetsTheStream() {
        fixture.logs.create(ALERTS, "another");
        assertNull(fixture.send(CREATE + "&stream=mine", alert("a")).join().getException());
        assertEquals("mine", fixture.logs.accepted(ALERTS).get(0).stream());
        assertEquals(Map.of(), fixture.logs.tags(ALERTS));
        assertEquals(0, fixture.logs.calls("CreateLogGroup"));
    }

    @Test
    void nothingIsCreatedThatIsThere() {
        fixture.logs.create(ALERTS, STREAM);
        assertNull(fixture.send(CREATE, alert("a")).join().getException());
        assertEquals(0, fixture.logs.calls("CreateLogStream"));
    }

    @Test
    void whoCreatesSecondFindsItThere() {
        // All calls find nothing there before the first of them goes on to create it.
        fixture.logs.faults().on("CreateLogStream").hang();
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 6)
                .mapToObj(i -> fixture.send(CREATE + "&maxEntries=1", alert("e-" + i)))
                .toList();
        await().until(() -> fixture.logs.calls("CreateLogStream") == 6);
        fixture.logs.faults().clear();
        sent.forEach(one -> assertNull(one.join().getException()));
        assertEquals(6, fixture.messages(ALERTS).stream().distinct().count());
        assertEquals(6, fixture.logs.acceptedCount());
        assertEquals("alert", fixture.logs.tags(ALERTS).get("cw:datasource:type"));
    }

    @Test
    void aGroupThatIsDeletedMeanwhileIsCreatedAgain() {
        assertNull(fixture.send(CREATE, alert("a")).join().getException());
        fixture.logs.delete(ALERTS);
        assertNull(fixture.send(CREATE, alert("b")).join().getException());
        assertEquals(List.of("b"), fixture.messages(ALERTS));
    }

    @ParameterizedTest
    @CsvSource({
        "CreateLogStream,400,OperationAbortedException",
        "CreateLogGroup,400,OperationAbortedException",
        "CreateLogGroup,403,AccessDeniedException",
        "CreateLogGroup,400,LimitExceededException",
        "CreateLogGroup,400,InvalidParameterException",
        "CreateLogGroup,503,ServiceUnavailableException",
        "CreateLogStream,400,ThrottlingException"
    })
    void aCreationThatFailsIsTriedAgain(String action, int status, String code) {
        fixture.logs.faults().on(action).failNext(1, new Failure(status, code, "not now"));
        assertNull(fixture.send(CREATE, alert("a")).join().getException());
        assertEquals(List.of("a"), fixture.messages(ALERTS));
    }

    @Test
    void aCreationThatIsNotAllowedIsNamedAndHoldsItsOwnKindOnly() {
        fixture.logs.create(SUB_ASSESSMENTS, STREAM);
        fixture.logs.faults().on("CreateLogGroup").fail(Failure.ACCESS_DENIED);
        CompletableFuture<Exchange> waiting = fixture.send(CREATE, alert("a"));
        await().until(() -> fixture.status().failingSince() != null);
        for (int i = 0; i < 5; i++) {
            assertNull(fixture.send(CREATE, new LogEntry("sub-assessment", NOW, "b"))
                    .join()
                    .getException());
        }
        assertFalse(waiting.isDone());
        String failure = fixture.status().lastFailure();
        assertTrue(
                failure.startsWith("AccessDeniedException: there is no log group " + ALERTS + " with a stream " + STREAM
                        + ", and creating it failed"),
                failure);
        fixture.logs.faults().clear();
        assertNull(waiting.join().getException());
    }

    @Test
    void withoutCreateAMissingGroupIsWaitedForAndNamed() {
        CompletableFuture<Exchange> waiting = fixture.send(alert("a"));
        await().until(() -> fixture.status().failingSince() != null);
        String failure = fixture.status().lastFailure();
        assertTrue(
                failure.startsWith(
                        "ResourceNotFoundException: there is no log group " + ALERTS + " with a stream " + STREAM),
                failure);
        assertTrue(failure.contains("create both, or set trailbridge.cloudwatchlogs.create=true"), failure);
        assertFalse(waiting.isDone());
        assertEquals(Set.of(), fixture.logs.groups());
        fixture.logs.create(ALERTS, STREAM);
        await().atMost(Duration.ofSeconds(20)).until(waiting::isDone);
        assertNull(waiting.join().getException());
        assertNull(fixture.status().failingSince());
    }

    @Test
    void howeverManyWaitForAGroupItIsAskedForOnceASecond() {
        AtomicLong nanos = new AtomicLong();
        PutLogEventsCall call = new PutLogEventsCall(
                fixture.logs.client(),
                new LogStreams(fixture.logs.client(), GroupPrefix.parse(PREFIX), STREAM),
                false,
                nanos::get);
        fixture.logs.create(SUB_ASSESSMENTS, STREAM);
        Outcome absent = call.call(List.of(alert("a"))).get(0);
        nanos.addAndGet(Absences.PAUSE - 1);
        assertEquals(List.of(absent, absent), call.call(List.of(alert("b"), alert("c"))));
        assertEquals(1, fixture.logs.calls());
        assertEquals(List.of(Outcome.ACCEPTED), call.call(List.of(new LogEntry("sub-assessment", NOW, "other"))));
        nanos.incrementAndGet();
        fixture.logs.create(ALERTS, STREAM);
        assertEquals(List.of(Outcome.ACCEPTED), call.call(List.of(alert("a"))));
        assertEquals(List.of(Outcome.ACCEPTED), call.call(List.of(alert("b"))));
        assertEquals(4, fixture.logs.calls());
    }

    @Test
    void withoutCreateAMissingStreamIsWaitedForToo() {
        fixture.logs.create(ALERTS, "another");
        CompletableFuture<Exchange> waiting = fixture.send(alert("a"));
        await().until(() -> fixture.status().failingSince() != null);
        assertFalse(waiting.isDone());
        fixture.logs.client().createLogStream(r -> r.logGroupName(ALERTS).logStreamName(STREAM));
        assertNull(waiting.join().getException());
    }
}
