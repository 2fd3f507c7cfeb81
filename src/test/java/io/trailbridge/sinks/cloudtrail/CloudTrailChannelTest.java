package io.trailbridge.sinks.cloudtrail;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchStatus;
import io.trailbridge.batch.EntryTooLargeException;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.standin.aws.CloudTrailDataStandIn;
import io.trailbridge.standin.aws.EntryFailure;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.SdkSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cloudtraildata.CloudTrailDataClient;

class CloudTrailChannelTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private CloudTrailDataStandIn cloudTrail;
    private CloudTrailDataClient client;
    private DefaultCamelContext camel;
    private ProducerTemplate template;
    private String uri;

    @BeforeEach
    void start() {
        cloudTrail = CloudTrailDataStandIn.start();
        client = CloudTrailDataClient.builder()
                .endpointOverride(cloudTrail.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
        uri = "cloudtrail-channel:" + cloudTrail.channelArn();
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("cloudTrail", client);
        camel.getRegistry().bind("meters", meters);
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
        client.close();
        cloudTrail.close();
    }

    /** An event that the service accepts, of the account that owns the channel. */
    private String event(String uid, String text) {
        return """
                {"version":"1.0","UID":"%s","userIdentity":{"type":"system","principalId":"defender"},\
                "eventTime":"2024-01-15T10:30:00Z","eventName":"Alert","eventSource":"defender.microsoft.com",\
                "recipientAccountId":"%s","additionalEventData":{"text":"%s"}}""".formatted(uid, cloudTrail.channelArn().split(":")[4], text);
    }

    private CompletableFuture<Exchange> send(Object body) {
        return send(uri, body);
    }

    private CompletableFuture<Exchange> send(String to, Object body) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        return template.asyncSend(to, exchange);
    }

    private BatchStatus status() {
        return camel.getComponent("cloudtrail-channel", CloudTrailChannelComponent.class)
                .batchStatuses()
                .get(0);
    }

    @Test
    void eachExchangeIsCompleteWhenAllOfItsEventsAreAccepted() {
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 250)
                .mapToObj(i -> send(
                        i % 5 == 0
                                ? List.of(event("a-" + i, "x"), event("b-" + i, "\\\"\u00e9\\n"))
                                : event("a-" + i, "x")))
                .toList();
        all.forEach(future -> assertNull(future.join().getException()));
        assertEquals(300, cloudTrail.distinctIds());
        assertEquals(0, cloudTrail.duplicates());
        assertTrue(cloudTrail.calls() < 60, "calls: " + cloudTrail.calls());
        assertEquals(
                300,
                meters.get("trailbridge.delivered")
                        .tag("sink", "cloudtrail")
                        .counter()
                        .count());
    }

    @Test
    void anEmptyListIsCompleteAtOnce() {
        assertNull(send(List.of()).join().getException());
        assertEquals(0, cloudTrail.calls());
    }

    @Test
    void theIdIsTheUidOrAUuidOfIt() {
        String odd = event("not an id", "x");
        String without = odd.replace("\"UID\":\"not an id\",", "");
        assertEquals("an_Id-1", AuditEventIds.of(event("an_Id-1", "x")));
        assertEquals(AuditEventIds.of(odd), AuditEventIds.of(event("not an id", "y")));
        assertEquals(5, UUID.fromString(AuditEventIds.of(odd)).version());
        assertEquals(2, UUID.fromString(AuditEventIds.of(without)).variant());
        assertEquals(AuditEventIds.of(without), AuditEventIds.of(without));
        assertTrue(!AuditEventIds.of(without).equals(AuditEventIds.of(odd)));
        assertEquals(AuditEventIds.of("no json"), AuditEventIds.of("no json"));
    }

    @Test
    void aSecondEventOfOneIdWaitsForAnotherCall() {
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 12)
                .mapToObj(i -> send(event("same-" + i % 3, "x")))
                .toList();
        all.forEach(future -> assertNull(future.join().getException()));
        assertEquals(3, cloudTrail.distinctIds());
        assertEquals(12, cloudTrail.acceptedCount());
    }

    @Test
    void aCallKeepsToOneMegabyteAsItIsSent() {
        // Each quote takes two bytes in the event and four in the request.
        String quotes = "\\\"".repeat(10_000);
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 60)
                .mapToObj(i -> send(event("q-" + i, quotes)))
                .toList();
        all.forEach(future -> assertNull(future.join().getException()));
        assertEquals(60, cloudTrail.distinctIds());
    }

    @Test
    void onlyThrottlingAndInternalFailureOfAnEventAreTriedAgain() {
        cloudTrail.faults().failEntries(4, EntryFailure.THROTTLING);
        List<CompletableFuture<Exchange>> all =
                IntStream.range(0, 50).mapToObj(i -> send(event("t-" + i, "x"))).toList();
        all.forEach(future -> assertNull(future.join().getException()));
        cloudTrail.faults().failEntries(4, EntryFailure.INTERNAL_FAILURE);
        assertNull(send(List.of(event("i-1", "x"), event("i-2", "x"), event("i-3", "x"), event("i-4", "x")))
                .join()
                .getException());
        assertEquals(54, cloudTrail.distinctIds());
        cloudTrail.faults().clear();
        cloudTrail
                .faults()
                .failEntriesWhere(
                        data -> data.contains("bad"),
                        new EntryFailure("FieldTooLong", "additionalEventData is too long", true));
        CompletableFuture<Exchange> good = send(event("good", "x"));
        RejectedException failure = assertInstanceOf(
                RejectedException.class, send(event("bad", "x")).join().getException());
        assertEquals("FieldTooLong", failure.code());
        assertEquals(cloudTrail.channelArn(), failure.target());
        assertNull(good.join().getException());
    }

    @Test
    void theChecksumIsThatOfTheEvent() {
        // The stand-in answers InvalidChecksum to any other.
        assertNull(send(event("sum", "\u00fc \ud83d\ude00")).join().getException());
        assertEquals(
                "AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX+GI=",
                AuditEntry.of("{\"a\":1}").checksum());
    }

    @Test
    void throttledAndFailedCallsAreRepeatedUntilAccepted() {
        List<Failure> failures = List.of(
                Failure.THROTTLING,
                Failure.INTERNAL_ERROR,
                Failure.UNAVAILABLE,
                Failure.EXPIRED_TOKEN,
                Failure.ACCESS_DENIED,
                new Failure(403, "ChannelInsufficientPermission", "no permission on the channel"));
        List<CompletableFuture<Exchange>> all = new ArrayList<>();
        for (Failure failure : failures) {
            cloudTrail.faults().failNext(1, failure);
            for (int i = 0; i < 10; i++) {
                all.add(send(event(failure.code() + "-" + i, "x")));
            }
            all.forEach(future -> assertNull(future.join().getException(), failure.code()));
        }
        assertEquals(10 * failures.size(), cloudTrail.distinctIds());
    }

    @Test
    void aChannelThatIsNotThereIsWaitedForAndNamed() {
        String missing = cloudTrail.channelArn().replaceAll("/.*", "/missing");
        CompletableFuture<Exchange> waiting = send("cloudtrail-channel:" + missing + "?stopGrace=1", event("w", "x"));
        await().until(() -> status().failingSince() != null);
        assertTrue(status().lastFailure().startsWith("ChannelNotFound"), status().lastFailure());
        assertTrue(!waiting.isDone());
    }

    @Test
    void anEventThatIsTooLargeByItselfIsRejectedWithItsSize() {
        EntryTooLargeException failure = assertInstanceOf(
                EntryTooLargeException.class,
                send(event("large", "x".repeat(1_000_000))).join().getException());
        assertTrue(failure.bytes() > 1_000_000);
        assertInstanceOf(RejectedException.class, send(null).join().getException());
    }

    @Test
    void withoutAClientOneIsMadeFromTheArnAndTheSdksOwnSettings() throws IOException {
        Runnable reset = new SdkSettings().cloudTrailData(cloudTrail.endpoint()).apply();
        try (DefaultCamelContext bare = new DefaultCamelContext()) {
            bare.start();
            Exchange exchange = new DefaultExchange(bare);
            exchange.getMessage().setBody(event("bare", "x"));
            assertNull(bare.createProducerTemplate()
                    .asyncSend(uri + "?externalId=partner-1", exchange)
                    .join()
                    .getException());
        } finally {
            reset.run();
        }
        assertEquals(1, cloudTrail.acceptedCount());
    }

    @Test
    void wrongEndpointsAreRefusedWithTheReason() {
        assertRefused(
                "cloudtrail-channel:arn:aws:cloudtrail:us-east-1:123456789012:trail/x",
                "\"arn:aws:cloudtrail:us-east-1:123456789012:trail/x\" is not the ARN of a CloudTrail channel");
        assertRefused("cloudtrail-channel:my-channel", "it looks like arn:aws:cloudtrail:us-east-1");
        assertRefused(uri + "?maxEntries=101", "must be from 1 to 100: PutAuditEvents accepts no more in one call");
        assertRefused(uri + "?externalId=x", "must have 2 to 1224");
    }

    private void assertRefused(String endpoint, String reason) {
        Throwable root = assertThrows(Exception.class, () -> camel.getEndpoint(endpoint));
        while (root.getCause() != null) {
            root = root.getCause();
        }
        assertTrue(root.getMessage().contains(reason), root.getMessage());
    }
}
