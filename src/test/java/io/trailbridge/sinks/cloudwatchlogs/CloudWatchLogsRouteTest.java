package io.trailbridge.sinks.cloudwatchlogs;

import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.ALERTS;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.NOW;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.PREFIX;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.STREAM;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.URI;
import static io.trailbridge.sinks.cloudwatchlogs.LogsFixture.alert;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.StoppedException;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.SdkSettings;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint's options, and how it behaves while the service is down and when its context stops. */
class CloudWatchLogsRouteTest {
    private final LogsFixture fixture = new LogsFixture();

    @BeforeEach
    void group() {
        fixture.logs.create(ALERTS, STREAM);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private void startRoute(String options) throws Exception {
        fixture.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(URI + "?" + options);
            }
        });
    }

    private List<CompletableFuture<Exchange>> sendFive() {
        return IntStream.range(0, 5)
                .mapToObj(i -> fixture.send("direct:in", alert("e-" + i)))
                .toList();
    }

    @Test
    void aStopWaitsForALingeringBatch() throws Exception {
        startRoute("linger=2000");
        List<CompletableFuture<Exchange>> all = sendFive();
        await().until(() -> fixture.camel.getInflightRepository().size() == 5);
        fixture.camel.stop();
        all.forEach(one -> assertNull(one.join().getException()));
        assertEquals(5, fixture.logs.acceptedCount());
    }

    @Test
    void aStopInAnOutageFailsWhatIsHeldAsStoppedAndEnds() throws Exception {
        fixture.logs.faults().fail(Failure.UNAVAILABLE);
        startRoute("stopGrace=200");
        List<CompletableFuture<Exchange>> all = sendFive();
        await().until(() -> fixture.camel.getInflightRepository().size() == 5);
        fixture.camel.getShutdownStrategy().setTimeout(1);
        fixture.camel.stop();
        all.forEach(one -> assertInstanceOf(StoppedException.class, one.join().getException()));
        assertEquals(0, fixture.logs.acceptedCount());
    }

    @Test
    void whatIsSentWhileTheServiceIsDownArrivesOnceItIsBack() {
        fixture.logs.stopListening();
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 50)
                .mapToObj(i -> fixture.send(alert("e-" + i)))
                .toList();
        await().until(() -> fixture.status().failingSince() != null);
        assertTrue(
                fixture.status().lastFailure().contains("check the endpoint"),
                fixture.status().lastFailure());
        fixture.logs.listenAgain();
        sent.forEach(one -> assertNull(one.join().getException()));
        assertEquals(50, fixture.messages(ALERTS).stream().distinct().count());
    }

    @ParameterizedTest
    @CsvSource({
        "cloudwatch-logs:/trailbridge/defender,/trailbridge/defender",
        "cloudwatch-logs:///trailbridge/defender,/trailbridge/defender",
        "cloudwatch-logs:trailbridge/defender,trailbridge/defender",
        "cloudwatch-logs:defender,defender"
    })
    void aPrefixIsTakenAsItIsWritten(String uri, String prefix) {
        assertEquals(
                prefix,
                fixture.camel.getEndpoint(uri, CloudWatchLogsEndpoint.class).getGroupPrefix());
        assertNull(fixture.send(uri + "?create=true", new LogEntry("assessment", NOW, "a"))
                .join()
                .getException());
        assertEquals(List.of("a"), fixture.messages(prefix + "/assessment"));
    }

    @Test
    void withoutAClientOneIsMadeForTheRegionAndFromTheSdksOwnSettings() throws Exception {
        fixture.logs.create(PREFIX + "/assessment", STREAM);
        Runnable reset =
                new SdkSettings().cloudWatchLogs(fixture.logs.endpoint()).apply();
        try (DefaultCamelContext bare = new DefaultCamelContext()) {
            bare.start();
            for (String uri : List.of(URI, URI + "?region=eu-west-1")) {
                Exchange exchange = new DefaultExchange(bare);
                exchange.getMessage().setBody(new LogEntry("assessment", NOW, "bare"));
                assertNull(bare.createProducerTemplate()
                        .asyncSend(uri, exchange)
                        .join()
                        .getException());
            }
        } finally {
            reset.run();
        }
        assertEquals(List.of("bare", "bare"), fixture.messages(PREFIX + "/assessment"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cloudwatch-logs:/a b | cannot begin the name of a log group; it must look like /trailbridge/defender",
                "cloudwatch-logs:/a/ | none at the end",
                "cloudwatch-logs:/a//b | \"/a//b\" cannot begin the name of a log group",
                "cloudwatch-logs:aws/a | no aws/ in front",
                "cloudwatch-logs:/a?maxEntries=10001 | must be from 1 to 10000: PutLogEvents accepts no more in one call",
                "cloudwatch-logs:/a?maxBytes=1048577 | must be from 1 to 1048576: PutLogEvents accepts no more in one call",
                "cloudwatch-logs:/a?maxInFlight=9999 | must be from 10000 to 100000",
                "cloudwatch-logs:/a?stream=a:b | option stream",
                "cloudwatch-logs:/a?region=Ireland | option region=Ireland",
            })
    void wrongEndpointsAreRefusedWithTheReason(String uri, String reason) {
        Throwable root = assertThrows(Exception.class, () -> fixture.camel.getEndpoint(uri));
        while (root.getCause() != null) {
            root = root.getCause();
        }
        assertTrue(root.getMessage().contains(reason), root.getMessage());
    }

    @Test
    void aPrefixLeavesRoomForAKind() {
        assertThrows(Exception.class, () -> fixture.camel.getEndpoint("cloudwatch-logs:/" + "x".repeat(447)));
        String longest = "/" + "x".repeat(446);
        LogEntry entry = new LogEntry("k".repeat(64), NOW, "a");
        assertNull(fixture.send("cloudwatch-logs:" + longest + "?create=true", entry)
                .join()
                .getException());
        assertTrue(fixture.logs.groups().contains(longest + "/" + "k".repeat(64)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a b", "#"})
    void aKindIsThePartOfAName(String kind) {
        assertThrows(IllegalArgumentException.class, () -> new LogEntry(kind, NOW, "a"));
    }

    @Test
    void anEntryNeedsAKindATimeAndAMessage() {
        assertThrows(IllegalArgumentException.class, () -> new LogEntry(null, NOW, "a"));
        assertThrows(NullPointerException.class, () -> new LogEntry("alert", null, "a"));
        assertThrows(IllegalArgumentException.class, () -> new LogEntry("alert", Instant.EPOCH, ""));
        assertThrows(IllegalArgumentException.class, () -> new LogEntry("alert", Instant.MAX, "a"));
    }
}
