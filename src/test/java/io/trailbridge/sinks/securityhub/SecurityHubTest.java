package io.trailbridge.sinks.securityhub;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.aws.ProductArn;
import io.trailbridge.batch.BatchStatus;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.StoppedException;
import io.trailbridge.standin.aws.EntryFailure;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.SdkSettings;
import io.trailbridge.standin.aws.SecurityHubStandIn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;

@Tag("slow")
class SecurityHubTest {
    private static final EntryFailure INTERNAL = new EntryFailure("InternalException", "try again", false);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private SecurityHubStandIn hub;
    private SecurityHubClient client;
    private DefaultCamelContext camel;
    private ProducerTemplate template;
    private String uri;

    @BeforeEach
    void start() {
        hub = SecurityHubStandIn.start();
        client = SecurityHubClient.builder()
                .endpointOverride(hub.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
        uri = "security-hub:" + hub.productArn() + "?maxCallsPerSecond=1000";
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("securityHub", client);
        camel.getRegistry().bind("meters", meters);
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
        client.close();
        hub.close();
    }

    private String finding(String id, int second, String description) {
        return Findings.json(hub.productArn(), id, second, description);
    }

    private CompletableFuture<Exchange> send(Object body) {
        return send("", body);
    }

    private CompletableFuture<Exchange> send(String options, Object body) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        return template.asyncSend(uri + options, exchange);
    }

    private static void assertAccepted(List<CompletableFuture<Exchange>> all) {
        all.forEach(future -> assertNull(future.join().getException()));
    }

    private BatchStatus status() {
        return camel.getComponent("security-hub", SecurityHubComponent.class)
                .batchStatuses()
                .get(0);
    }

    @Test
    void eachExchangeIsCompleteWhenAllOfItsFindingsAreAccepted() {
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 250)
                .mapToObj(i -> send(
                        i % 5 == 0
                                ? List.of(finding("a-" + i, 0, "x"), finding("b-" + i, 0, "x"))
                                : finding("a-" + i, 0, "x")))
                .toList();
        assertAccepted(all);
        assertEquals(300, hub.distinctIds());
        assertEquals(300, hub.acceptedCount());
        assertTrue(hub.calls() < 60, "calls: " + hub.calls());
        assertEquals(
                300,
                meters.get("trailbridge.delivered")
                        .tag("sink", "security-hub")
                        .counter()
                        .count());
        assertEquals(0, meters.get("trailbridge.in.flight").gauge().value());
        assertNull(send(List.of()).join().getException());
    }

    @Test
    void aCallKeepsToTheServicesLimitsAsItIsSentToTheByte() {
        // The stand-in refuses more than 6 MB; each quote takes one byte in the text and two in the request.
        String quotes = "\\\"".repeat(500);
        String fields = IntStream.range(0, 50)
                .mapToObj(i -> "\"k" + i + "\":\"" + "\u00e9".repeat(2000) + "\"")
                .collect(Collectors.joining(",", "\"ProductFields\":{", "}"));
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 120)
                .mapToObj(i -> send(finding("q-" + i, 0, quotes).replace("\"Title\"", fields + ",\"Title\"")))
                .toList();
        assertAccepted(all);
        assertEquals(120, hub.acceptedCount());
        hub.forget();
        FindingReader reader = new FindingReader(ProductArn.parse(hub.productArn()));
        List<String> three = List.of(
                finding("a", 0, "\\u0007\\n/\\u2028"),
                finding("b", 0, "\ud83d\ude00"),
                finding("c", 0, "x")
                        .replace(
                                "\"Title\"",
                                "\"Vulnerabilities\":[{\"Id\":\"v\",\"Cvss\":"
                                        + "[{\"BaseScore\":9,\"Version\":null}],\"EpssScore\":1e-5}],\"Confidence\":5.0,\"Title\""));
        assertAccepted(List.of(send(three)));
        long bytes =
                three.stream().mapToLong(text -> reader.read(text).bytes() + 1).sum();
        assertEquals(List.of((int) bytes + 14), hub.requestBytes());
    }

    @Test
    void aFailedFindingFailsOnlyItsOwnExchangeWithTheServicesCode() {
        hub.faults()
                .failEntriesWhere(
                        text -> text.contains("bad"),
                        new EntryFailure("InvalidInput", "data.Title should NOT be longer than 256 characters", true));
        List<CompletableFuture<Exchange>> good = IntStream.range(0, 20)
                .mapToObj(i -> send(finding("g-" + i, 0, "x")))
                .toList();
        RejectedException failure = assertInstanceOf(
                RejectedException.class, send(finding("b", 0, "bad")).join().getException());
        assertEquals("InvalidInput", failure.code());
        assertEquals(hub.productArn(), failure.target());
        assertTrue(failure.getMessage().contains("data.Title should NOT be longer"), failure.getMessage());
        assertAccepted(good);
        RejectedException unknown = assertInstanceOf(
                RejectedException.class,
                send(finding("u", 0, "x").replace("\"Title\"", "\"Titel\""))
                        .join()
                        .getException());
        assertEquals("InvalidFinding", unknown.code());
    }

    @Test
    void findingsThatFailForAWhileAreTriedAgain() {
        hub.faults().failEntries(4, INTERNAL);
        assertAccepted(IntStream.range(0, 30)
                .mapToObj(i -> send(finding("i-" + i, 0, "x")))
                .toList());
        hub.faults().failEntries(3, EntryFailure.THROTTLING);
        assertAccepted(IntStream.range(0, 30)
                .mapToObj(i -> send(finding("t-" + i, 0, "x")))
                .toList());
        assertEquals(60, hub.acceptedCount());
        assertTrue(meters.get("trailbridge.retried").counter().count() >= 15);
    }

    @Test
    void failuresThatAreCountedButNotNamedAreTriedAgain() {
        hub.nameFailures(false);
        hub.faults().failEntriesWhere(text -> text.contains("\"u-1\""), INTERNAL);
        List<CompletableFuture<Exchange>> all = List.of(send(List.of(finding("u-1", 0, "x"), finding("u-2", 0, "x"))));
        await().until(() -> status().failingSince() != null);
        assertTrue(status().lastFailure().startsWith("MissingResult"), status().lastFailure());
        hub.faults().clear();
        assertAccepted(all);
        assertEquals(2, hub.distinctIds());
    }

    @Test
    void throttledAndFailedCallsAreRepeatedUntilAccepted() {
        List<Failure> failures = List.of(
                new Failure(429, "TooManyRequestsException", "Rate exceeded"),
                new Failure(429, "LimitExceededException", "limit"),
                new Failure(500, "InternalException", "internal"),
                Failure.UNAVAILABLE,
                Failure.EXPIRED_TOKEN,
                Failure.ACCESS_DENIED,
                new Failure(401, "InvalidAccessException", "not subscribed"));
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (Failure failure : failures) {
            hub.faults().failNext(1, failure);
            for (int i = 0; i < 10; i++) {
                all.add(send(finding(failure.code() + "-" + i, 0, "x")));
            }
            assertAccepted(all);
        }
        assertEquals(10 * failures.size(), hub.acceptedCount());
    }

    @Test
    void anAnswerThatIsLostOrADownServiceOnlyDelays() {
        hub.faults().loseAnswers(1);
        assertAccepted(List.of(send(finding("lost", 0, "x"))));
        assertEquals(2, hub.timesAccepted().get("lost"));
        hub.stopListening();
        CompletableFuture<Exchange> waiting = send(finding("down", 0, "x"));
        await().until(() -> status().failingSince() != null);
        hub.listenAgain();
        assertAccepted(List.of(waiting));
    }

    @Test
    void aCallThatIsRefusedAsAWholeIsSplitUntilTheCulpritIsAlone() {
        // What the whole call is refused for is found only by its Id, which the service does not name.
        hub.refuseCallsWith("culprit");
        List<CompletableFuture<Exchange>> good = IntStream.range(0, 40)
                .mapToObj(i -> send("&linger=200", finding("g-" + i, 0, "x")))
                .toList();
        RejectedException failure = assertInstanceOf(
                RejectedException.class,
                send("&linger=200", finding("culprit", 0, "x")).join().getException());
        assertEquals("InvalidInputException", failure.code());
        assertAccepted(good);
    }

    @Test
    void anAccountWithoutSecurityHubIsWaitedForWithTheRemedy() {
        hub.enable(false);
        CompletableFuture<Exchange> waiting = send(finding("w", 0, "x"));
        await().until(() -> status().failingSince() != null);
        assertTrue(
                status().lastFailure().startsWith("InvalidAccess")
                        && status().lastFailure()
                                .contains("enable Security Hub in the account and region of the product ARN"),
                status().lastFailure());
        assertTrue(!waiting.isDone());
        hub.enable(true);
        assertAccepted(List.of(waiting));
        assertNull(status().failingSince());
    }

    @Test
    void theStatesOfAFindingAreSentOneAfterTheOther() {
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 60)
                .mapToObj(i -> send("&linger=5", finding("f-" + i % 6, i, "state " + i)))
                .toList();
        assertAccepted(all);
        for (int id = 0; id < 6; id++) {
            List<String> states = hub.imports("f-" + id);
            assertEquals(states.stream().sorted().toList(), states);
            assertEquals(
                    "state " + (54 + id),
                    hub.findings().get("f-" + id).get("Description").textValue());
        }
        assertEquals(60, hub.acceptedCount() + superseded());
        assertEquals(0, hub.ignored());
    }

    @Test
    void anOlderStateDoesNotFollowANewerOneThatIsUnderWay() {
        hub.faults().hang();
        CompletableFuture<Exchange> newer = send(finding("f", 2, "newer"));
        await().until(() -> hub.calls() == 1);
        CompletableFuture<Exchange> older = send(finding("f", 1, "older"));
        CompletableFuture<Exchange> newest = send(finding("f", 3, "newest"));
        await().until(() -> meters.get("trailbridge.in.flight").gauge().value() == 3);
        hub.faults().release();
        assertAccepted(List.of(newer, older, newest));
        assertEquals(2, hub.acceptedCount());
        assertEquals("newest", hub.findings().get("f").get("Description").textValue());
        assertEquals(1, superseded());
    }

    @Test
    void anOlderStateIsSentWhenTheNewerIsRejected() {
        hub.faults().hang();
        hub.faults().failEntriesWhere(text -> text.contains("newer"), EntryFailure.INVALID_DATA);
        CompletableFuture<Exchange> newer = send(finding("f", 2, "newer"));
        await().until(() -> hub.calls() == 1);
        CompletableFuture<Exchange> older = send(finding("f", 1, "older"));
        await().until(() -> meters.get("trailbridge.in.flight").gauge().value() == 2);
        hub.faults().release();
        assertInstanceOf(RejectedException.class, newer.join().getException());
        assertAccepted(List.of(older));
        assertEquals(List.of("2024-01-15T10:30:01Z"), hub.imports("f"));
    }

    private int superseded() {
        return (int) meters.get("trailbridge.superseded")
                .tag("sink", "security-hub")
                .counter()
                .count();
    }

    @Test
    void callsKeepToTheirRate() {
        uri = "security-hub:" + hub.productArn() + "?maxCallsPerSecond=2";
        long start = System.nanoTime();
        assertAccepted(IntStream.range(0, 5)
                .mapToObj(i -> send("&maxEntries=1&linger=0", finding("p-" + i, 0, "x")))
                .toList());
        assertTrue(System.nanoTime() - start >= 1_400_000_000L, "five calls at two a second, two of them at once");
        assertEquals(5, hub.calls());
    }

    @Test
    void aStopInAnOutageFailsAllStatesAsStopped() {
        hub.faults().fail(Failure.UNAVAILABLE);
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 6)
                .mapToObj(i -> send("&stopGrace=100", finding("s-" + i % 2, i, "x")))
                .toList();
        await().until(() -> status().failingSince() != null);
        camel.stop();
        all.forEach(
                future -> assertInstanceOf(StoppedException.class, future.join().getException()));
        assertEquals(0, hub.acceptedCount());
    }

    @Test
    void aStopReleasesThoseThatWaitForAPlace() throws Exception {
        hub.faults().fail(Failure.UNAVAILABLE);
        AsyncProducer producer = camel.getEndpoint(uri + "&stopGrace=100&maxEntries=2&maxInFlight=2")
                .createAsyncProducer();
        producer.start();
        List<Exchange> ended = new CopyOnWriteArrayList<>();
        List<Thread> senders = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() -> {
                    Exchange exchange = new DefaultExchange(camel);
                    exchange.getMessage().setBody(finding("s-" + i % 3, i, "x"));
                    producer.process(exchange, done -> ended.add(exchange));
                }))
                .toList();
        senders.forEach(Thread::start);
        await().until(() -> senders.stream()
                        .filter(Thread::isAlive)
                        .filter(thread -> thread.getState() == Thread.State.WAITING)
                        .count()
                == 6);
        producer.stop();
        for (Thread sender : senders) {
            sender.join();
        }
        assertEquals(8, ended.size());
        ended.forEach(exchange -> assertInstanceOf(StoppedException.class, exchange.getException()));
        assertEquals(0, hub.acceptedCount());
    }

    @Test
    void moreThanMayBeHeldIsHeldBackAndDelivered() {
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 50)
                .mapToObj(i -> send("&maxEntries=2&maxInFlight=2&linger=1", finding("f-" + i % 3, i, "x")))
                .toList();
        assertAccepted(all);
        assertEquals(50, hub.acceptedCount() + superseded());
    }

    @Test
    void withoutAClientOneIsMadeFromTheArnAndTheSdksOwnSettings() throws Exception {
        Runnable reset = new SdkSettings().securityHub(hub.endpoint()).apply();
        try (DefaultCamelContext bare = new DefaultCamelContext()) {
            bare.start();
            Exchange exchange = new DefaultExchange(bare);
            exchange.getMessage().setBody(finding("bare", 0, "x"));
            assertNull(bare.createProducerTemplate()
                    .asyncSend(uri, exchange)
                    .join()
                    .getException());
        } finally {
            reset.run();
        }
        assertEquals(1, hub.acceptedCount());
    }

    @Test
    void wrongBodiesAreRejected() {
        assertEquals(
                "NoFinding",
                assertInstanceOf(RejectedException.class, send(null).join().getException())
                        .code());
        List<String> half = List.of(finding("ok", 0, "x"), "{}");
        assertInstanceOf(RejectedException.class, send(half).join().getException());
        assertEquals(0, hub.acceptedCount());
    }

    @Test
    void wrongEndpointsAreRefusedWithTheReason() {
        assertRefused(
                "security-hub:arn:aws:securityhub:us-east-1::product/vendor/tool",
                "is not the ARN of an account's default product in Security Hub; it looks like arn:aws:securityhub:");
        assertRefused(
                "security-hub:arn:aws:securityhub:us-east-1:123456789012:product/210987654321/default",
                "names two accounts");
        assertRefused(
                uri + "&maxEntries=101", "must be from 1 to 100: BatchImportFindings accepts no more in one call");
        assertRefused(uri + "&maxBytes=6000001", "must be from 1 to 6000000");
        assertRefused(uri + "&linger=10001", "must be from 0 to 10000");
        assertRefused("security-hub:" + hub.productArn() + "?maxCallsPerSecond=0", "must be from 1 to 1000");
    }

    private void assertRefused(String endpoint, String reason) {
        Throwable root = assertThrows(Exception.class, () -> camel.getEndpoint(endpoint));
        while (root.getCause() != null) {
            root = root.getCause();
        }
        assertTrue(root.getMessage().contains(reason), root.getMessage());
    }
}
