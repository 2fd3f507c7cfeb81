package io.trailbridge.sqs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchLimits;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.batch.BatchStatus;
import io.trailbridge.batch.Batcher;
import io.trailbridge.batch.EntryShape;
import io.trailbridge.batch.EntryTooLargeException;
import io.trailbridge.batch.Outcome;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.StoppedException;
import io.trailbridge.envelope.EnvelopeArray;
import io.trailbridge.envelope.SealedEnvelope;
import io.trailbridge.standin.aws.EntryFailure;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.FaultProxy;
import io.trailbridge.standin.aws.SqsStandIn;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

@Tag("slow")
class SqsBatchTest {
    private static SqsStandIn sqs;
    private static int queuesMade;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private FaultProxy proxy;
    private SqsClient client;
    private SqsStandIn.Queue one;
    private SqsStandIn.Queue two;
    private DefaultCamelContext camel;
    private ProducerTemplate template;

    @BeforeAll
    static void startSqs() {
        sqs = SqsStandIn.start();
    }

    @AfterAll
    static void stopSqs() {
        sqs.close();
    }

    @BeforeEach
    void start() {
        proxy = FaultProxy.before(sqs.endpoint());
        client = client(proxy.endpoint());
        one = sqs.createQueue("one-" + ++queuesMade, 3);
        two = sqs.createQueue("two-" + queuesMade, 3);
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("sqs", client);
        camel.getRegistry().bind("meters", meters);
        camel.getRegistry()
                .bind(
                        "queues",
                        new SinkQueues(List.of(
                                new SinkQueue("one", one.url(), one.deadLetterUrl()),
                                new SinkQueue("two", two.url(), null))));
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
        client.close();
        proxy.close();
    }

    static SqsClient client(URI endpoint) {
        return SqsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    private CompletableFuture<Exchange> send(String uri, Object body, Map<String, Object> headers) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeaders(new HashMap<>(headers));
        return template.asyncSend(uri, exchange);
    }

    private Exchange sent(String uri, Object body) {
        return send(uri, body, Map.of()).join();
    }

    private double count(String meter, String tag, String value) {
        return meters.get(meter).tag(tag, value).counter().count();
    }

    private BatchStatus status() {
        return camel.getComponent("sqs-batch", SqsBatchComponent.class)
                .batchStatuses()
                .get(0);
    }

    @Test
    void eachExchangeIsCompleteWhenItsMessageIsInTheQueue() {
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 95)
                .mapToObj(i -> send("sqs-batch:one", "{\"a\":" + i + ",\"b\":2}", Map.of()))
                .toList();
        all.forEach(future -> assertNull(future.join().getException()));
        List<Message> messages = sqs.drain(one.url());
        assertEquals(95, messages.size());
        assertEquals(95, messages.stream().map(Message::body).distinct().count());
        assertTrue(proxy.calls("SendMessageBatch") < 60, "calls: " + proxy.calls("SendMessageBatch"));
        assertEquals(95, count("trailbridge.sqs.sent", "queue", one.name()));
        assertEquals(
                0,
                meters.get("trailbridge.in.flight")
                        .tag("at", "sqs-batch:" + one.name())
                        .gauge()
                        .value());
    }

    @Test
    void theNamedHeadersTravelAsAttributesAndNoOthers() {
        Map<String, Object> headers = new HashMap<>(Map.of(
                "EventKind", "alert", "PartitionId", "3", "SequenceNumber", 90211L, "CorrelationId", "", "Other", "x"));
        assertNull(send("sqs-batch:one", "text", headers).join().getException());
        Message message = sqs.drain(one.url()).get(0);
        assertEquals(
                Map.of("EventKind", "alert", "PartitionId", "3", "SequenceNumber", "90211"),
                message.messageAttributes().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, e -> e.getValue().stringValue())));
    }

    @Test
    void ofElevenAttributesCorrelationIdIsLeftOut() {
        Map<String, Object> headers = new HashMap<>();
        SqsAttributes.NAMES.forEach(name -> headers.put(name, "value with \u0000 in it"));
        assertNull(send("sqs-batch:one?deadLetter=true", "text", headers).join().getException());
        Message message = sqs.drain(one.deadLetterUrl()).get(0);
        assertEquals(10, message.messageAttributes().size());
        assertTrue(!message.messageAttributes().containsKey("CorrelationId"));
        assertEquals(
                "value with \uFFFD in it",
                message.messageAttributes().get("FailureReason").stringValue());
        assertEquals(1, count("trailbridge.dead.lettered", "queue", one.name() + "-dlq"));
    }

    @Test
    void aMessageThatFittedItsQueueFitsItsDeadLetterQueueToo() {
        Map<String, Object> headers = new HashMap<>(Map.of("EventKind", "alert", "ContentEncoding", "gzip+base64"));
        int attributes = "EventKindStringalertContentEncodingStringgzip+base64".length();
        String body = "x".repeat(1_048_576 - attributes);
        assertNull(send("sqs-batch:one", body, headers).join().getException());
        SqsAttributes.EXPENDABLE.forEach(name -> headers.put(name, "some text"));
        assertNull(send("sqs-batch:one?deadLetter=true", body, headers).join().getException());
        assertEquals(
                List.of("ContentEncoding", "EventKind"),
                List.copyOf(new TreeSet<>(sqs.drain(one.deadLetterUrl())
                        .get(0)
                        .messageAttributes()
                        .keySet())));
    }

    @Test
    void aMessageOfOneByteTooManyIsRejectedWithItsSize() {
        Exchange exchange = sent("sqs-batch:one", "\u00e9".repeat(1_048_576 / 2) + "x");
        EntryTooLargeException failure = assertInstanceOf(EntryTooLargeException.class, exchange.getException());
        assertEquals(1_048_577, failure.bytes());
        assertEquals("one", failure.target());
        assertEquals(0, proxy.calls("SendMessageBatch"));
    }

    @Test
    void largeMessagesShareACallOnlyAsFarAsTheyFit() {
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 12)
                .mapToObj(i -> send("sqs-batch:one", "x".repeat(300_000 + i), Map.of()))
                .toList();
        all.forEach(future -> assertNull(future.join().getException()));
        assertEquals(12, sqs.drain(one.url()).size());
    }

    @Test
    void charactersThatSqsRefusesAreNamed() {
        RejectedException failure = assertInstanceOf(
                RejectedException.class,
                sent("sqs-batch:one", "ok \ud83d\ude00 \u0001").getException());
        assertEquals("InvalidMessageContents", failure.code());
        assertTrue(failure.getMessage().contains("U+0001 at index 6"), failure.getMessage());
        assertEquals(
                "EmptyMessage",
                assertInstanceOf(
                                RejectedException.class,
                                sent("sqs-batch:one", null).getException())
                        .code());
    }

    @Test
    void theExchangeIsCompleteOnlyWhenEveryQueueHasAcceptedEveryMessageOfItsList() {
        assertNull(sent("sqs-batch:one,two", List.of("a", "b", "c")).getException());
        assertEquals(3, sqs.drain(one.url()).size());
        assertEquals(3, sqs.drain(two.url()).size());
    }

    @Test
    void aRefusedEntryFailsItsOwnExchangeAndNamesItsSink() {
        proxy.faults()
                .on("SendMessageBatch")
                .failEntriesWhere(body -> body.startsWith("bad"), EntryFailure.INVALID_DATA);
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 40)
                .mapToObj(i -> send("sqs-batch:one,two", (i == 7 ? "bad" : "good") + i, Map.of()))
                .toList();
        for (int i = 0; i < all.size(); i++) {
            Exception failure = all.get(i).join().getException();
            if (i == 7) {
                List<RejectedException> rejections = RejectedException.in(failure);
                assertEquals(
                        List.of("one", "two"),
                        rejections.stream()
                                .map(RejectedException::target)
                                .sorted()
                                .toList());
                assertEquals("InvalidData", rejections.get(0).code());
            } else {
                assertNull(failure);
            }
        }
        assertEquals(39, sqs.drain(one.url()).size());
        assertEquals(39, sqs.drain(two.url()).size());
    }

    @Test
    void entriesThatFailForNowAreSentAgain() {
        proxy.faults().on("SendMessageBatch").failEntries(7, EntryFailure.SQS_INTERNAL_ERROR);
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 200)
                .mapToObj(i -> send("sqs-batch:one", "event " + i, Map.of()))
                .toList();
        all.forEach(future -> assertNull(future.join().getException()));
        assertEquals(200, sqs.drain(one.url()).size());
        assertTrue(count("trailbridge.retried", "at", "sqs-batch:" + one.name()) >= 28);
    }

    @Test
    void aCallRefusedAsAWholeIsSplitUntilOnlyThePoisonIsRejected() throws Exception {
        // SQS refuses the whole call for the characters of one message, which is why they are looked at before.
        Producer producer = camel.getEndpoint("aws2-sqs:one?operation=sendBatchMessage&queueUrl=" + one.url())
                .createProducer();
        Batcher<SqsMessage> batcher = new Batcher<>(
                "test",
                "one",
                new BatchLimits(10, 1_048_576, Duration.ofSeconds(10), 100, 1),
                EntryShape.sized(SqsMessage::bytes),
                new SendMessageBatchCall(producer, one.url(), MessagePacking.ONE_EACH),
                new BatchMeters(meters).of("test", "sent", "to", "one"));
        Map<String, String> ends = new ConcurrentHashMap<>();
        for (int i = 0; i < 10; i++) {
            String body = i == 3 ? "poison \u0001" : "good " + i;
            batcher.submit(
                    new SqsMessage(body, Map.of(), body.length()),
                    failure -> ends.put(body, failure == null ? "accepted" : failure.getMessage()));
        }
        await().until(() -> ends.size() == 10);
        batcher.stop(Duration.ZERO);
        assertEquals(9, ends.values().stream().filter("accepted"::equals).count(), ends.toString());
        assertTrue(ends.get("poison \u0001").startsWith("one rejected the entry: "), ends.toString());
        assertEquals(9, sqs.drain(one.url()).size());
    }

    private CompletableFuture<Exchange> sendEnvelope(String uri, int number) {
        Exchange exchange = new DefaultExchange(camel);
        String text = "{\"event_data\":" + number + "}";
        exchange.setProperty(SealedEnvelope.PROPERTY, new SealedEnvelope(text, text.length(), true));
        exchange.getMessage().setBody(text);
        exchange.getMessage().setHeader("EventKind", "alert");
        return template.asyncSend(uri, exchange);
    }

    private void shareMessages(int events) {
        camel.getComponent("sqs-batch", SqsBatchComponent.class).setEventsPerMessage(events);
    }

    private static List<String> envelopes(List<Message> messages) {
        return messages.stream()
                .flatMap(message -> EnvelopeArray.isArray(message.body())
                        ? EnvelopeArray.split(message.body()).stream()
                        : Stream.of(message.body()))
                .sorted()
                .toList();
    }

    private static List<String> envelopes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"event_data\":" + i + "}")
                .sorted()
                .toList();
    }

    @Test
    void whenManyEnvelopesWaitTheyShareMessagesAndEachExchangeIsComplete() {
        shareMessages(25);
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 1000)
                .mapToObj(i -> sendEnvelope("sqs-batch:one?linger=1000", i))
                .toList();
        all.forEach(future -> assertNull(future.join().getException()));

        List<Message> messages = sqs.drain(one.url());
        assertEquals(envelopes(1000), envelopes(messages));
        assertTrue(messages.size() < 100, "messages: " + messages.size());
        assertTrue(proxy.calls("SendMessageBatch") < 20, "calls: " + proxy.calls("SendMessageBatch"));
        assertEquals(1000, count("trailbridge.sqs.sent", "queue", one.name()));
    }

    @Test
    void aChangedBodyIsNoEnvelopeAnyMoreAndSharesNoMessage() {
        shareMessages(25);
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 30)
                .mapToObj(i -> {
                    Exchange exchange = new DefaultExchange(camel);
                    exchange.setProperty(SealedEnvelope.PROPERTY, new SealedEnvelope("{\"n\":" + i + "}", 7, true));
                    exchange.getMessage().setBody("changed " + i);
                    return template.asyncSend("sqs-batch:one?linger=1000", exchange);
                })
                .toList();
        all.forEach(future -> assertNull(future.join().getException()));
        List<Message> messages = sqs.drain(one.url());
        assertEquals(30, messages.size());
        assertTrue(messages.stream().allMatch(message -> message.body().startsWith("changed ")));
    }

    @Test
    void deadLettersShareNoMessage() {
        shareMessages(25);
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 30)
                .mapToObj(i -> sendEnvelope("sqs-batch:one?deadLetter=true&linger=1000", i))
                .toList();
        all.forEach(future -> assertNull(future.join().getException()));
        List<Message> messages = sqs.drain(one.deadLetterUrl());
        assertEquals(30, messages.size());
        assertEquals(envelopes(30), envelopes(messages));
    }

    @Test
    void ofARejectedMessageOnlyTheEnvelopeToBlameIsRejected() {
        shareMessages(25);
        proxy.faults()
                .on("SendMessageBatch")
                .failEntriesWhere(body -> body.contains("{\"event_data\":77}"), EntryFailure.INVALID_DATA);
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 200)
                .mapToObj(i -> sendEnvelope("sqs-batch:one?linger=1000", i))
                .toList();
        for (int i = 0; i < all.size(); i++) {
            Exception failure = all.get(i).join().getException();
            assertEquals(i == 77, failure != null, "event " + i + ": " + failure);
        }
        assertEquals(
                "InvalidData",
                RejectedException.in(all.get(77).join().getException()).get(0).code());
        assertEquals(
                envelopes(200).stream().filter(text -> !text.contains(":77}")).toList(),
                envelopes(sqs.drain(one.url())));
    }

    @Test
    void aCallThatNeedsTwoRequestsRepeatsOnlyTheOneThatFailed() throws Exception {
        // Thirty messages need three requests.
        Producer producer = camel.getEndpoint("aws2-sqs:one?operation=sendBatchMessage&queueUrl=" + one.url())
                .createProducer();
        SendMessageBatchCall call = new SendMessageBatchCall(producer, one.url(), new MessagePacking(25, 100_000));
        List<SqsMessage> entries = IntStream.range(0, 30)
                .mapToObj(i -> new SqsMessage("m" + i, Map.of(), 3))
                .toList();
        proxy.faults()
                .on("SendMessageBatch")
                .failEntriesWhere(body -> body.equals("m4"), EntryFailure.SQS_INTERNAL_ERROR);
        List<Outcome> outcomes = call.call(entries);
        assertEquals(3, proxy.calls("SendMessageBatch"));
        assertEquals(29, outcomes.stream().filter(Outcome.ACCEPTED::equals).count());
        assertInstanceOf(Outcome.Retry.class, outcomes.get(4));
        sqs.drain(one.url());

        proxy.faults().clear();
        proxy.faults().on("SendMessageBatch").failEvery(2, Failure.UNAVAILABLE);
        outcomes = call.call(entries);
        assertEquals(
                IntStream.range(0, 10).mapToObj(i -> "m" + i).sorted().toList(),
                sqs.drain(one.url()).stream().map(Message::body).sorted().toList());
        for (int i = 0; i < 30; i++) {
            assertEquals(i < 10, outcomes.get(i) == Outcome.ACCEPTED, "entry " + i);
            assertEquals(i >= 10, outcomes.get(i) instanceof Outcome.Retry, "entry " + i);
        }
        proxy.faults().clear();
        proxy.faults().on("SendMessageBatch").fail(Failure.UNAVAILABLE);
        assertThrows(Exception.class, () -> call.call(entries));
    }

    @Test
    void anOutageIsWaitedOutAndSeenInTheStatus() {
        CompletableFuture<Exchange> before = send("sqs-batch:one", "before", Map.of());
        assertNull(before.join().getException());
        assertNull(status().failingSince());
        proxy.stopListening();
        CompletableFuture<Exchange> during = send("sqs-batch:one", "during", Map.of());
        await().until(() ->
                status().failingSince() != null && status().lastFailure().contains("check the endpoint"));
        assertEquals(1, status().inFlight());
        assertTrue(!during.isDone());
        proxy.listenAgain();
        assertNull(during.join().getException());
        assertNull(status().failingSince());
        assertEquals(2, sqs.drain(one.url()).size());
    }

    @Test
    void aRefusedPermissionIsWaitedOutAndSeenWithItsRemedy() {
        proxy.faults().fail(Failure.ACCESS_DENIED);
        CompletableFuture<Exchange> during = send("sqs-batch:one", "during", Map.of());
        await().until(() -> status().failingSince() != null);
        assertTrue(status().lastFailure().startsWith("AccessDenied"), status().lastFailure());
        assertTrue(status().lastFailure().contains("IAM policy"), status().lastFailure());
        proxy.faults().clear();
        assertNull(during.join().getException());
    }

    @Test
    void aStopFailsWhatIsNotDeliveredAsStopped() {
        proxy.faults().on("SendMessageBatch").hang();
        CompletableFuture<Exchange> hanging = send("sqs-batch:one?stopGrace=100", "hanging", Map.of());
        await().until(() -> proxy.calls("SendMessageBatch") > 0);
        camel.getShutdownStrategy().setTimeout(1);
        camel.stop();
        assertInstanceOf(StoppedException.class, hanging.join().getException());
    }

    @Test
    void aQueueOfYourOwnIsNamedByItsUrl() {
        assertNull(sent("sqs-batch:mine?queueUrl=" + two.url(), "text").getException());
        assertEquals(1, sqs.drain(two.url()).size());
    }

    @Test
    void wrongEndpointsAreRefusedWithTheReason() {
        assertRefused("sqs-batch:three", "no queue is configured for sink \"three\"; configured are [one, two]");
        assertRefused("sqs-batch:one,one", "each once");
        assertRefused("sqs-batch:two?deadLetter=true", "give its SinkQueue the URL of one");
        assertRefused("sqs-batch:one?maxEntries=11", "from 1 to 10: SendMessageBatch accepts no more in one call");
        assertRefused("sqs-batch:one?maxBytes=2000000", "must be from 1 to 1048576");
        assertRefused("sqs-batch:one?maxInFlight=9", "must be from 10 to 100000");
        assertRefused("sqs-batch:mine?queueUrl=https://sqs.us-east-1.amazonaws.com/123456789012/q.fifo", "FIFO queue");
        assertRefused("sqs-batch:mine?queueUrl=q", "has no queue URL but \"q\"");
        assertRefused("sqs-batch:a,b?queueUrl=" + one.url(), "it allows one name");
    }

    private void assertRefused(String uri, String reason) {
        Exception failure = assertThrows(Exception.class, () -> camel.getEndpoint(uri));
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        assertTrue(root.getMessage().contains(reason), root.getMessage());
    }

    @Test
    void theComponentAndItsOptionsAreInTheCatalog() throws Exception {
        String schema = camel.getComponentParameterJsonSchema("sqs-batch");
        assertNotNull(schema);
        assertTrue(schema.contains("How long an entry waits for its batch to fill"), schema);
        assertEquals(
                Duration.ofSeconds(2).toMillis(),
                camel.getEndpoint("sqs-batch:one?linger=2s", SqsBatchEndpoint.class)
                        .getLinger());
    }
}
