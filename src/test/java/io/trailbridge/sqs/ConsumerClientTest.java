package io.trailbridge.sqs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.StoppedException;
import io.trailbridge.envelope.EnvelopeArray;
import io.trailbridge.fault.Faults;
import io.trailbridge.standin.LogLines;
import io.trailbridge.standin.aws.EntryFailure;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.FaultProxy;
import io.trailbridge.standin.aws.SqsStandIn;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.aws2.sqs.Sqs2Consumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

@Timeout(120)
@Tag("slow")
class ConsumerClientTest {
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Faults faults = new Faults();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private SqsStandIn sqs;
    private FaultProxy proxy;
    private SqsStandIn.Queue queue;
    private ConsumerClient consumers;
    private SqsClient client;

    @BeforeEach
    void start() {
        sqs = SqsStandIn.start();
        proxy = FaultProxy.before(sqs.endpoint());
        queue = sqs.createQueue("work", 10);
        consumers = ConsumerClient.wrap(
                SqsBatchTest.client(proxy.endpoint()), meters, faults, Duration.ofSeconds(1), GRACE);
        client = consumers.client();
    }

    @AfterEach
    void stop() {
        proxy.faults().clear();
        consumers.close();
        proxy.close();
        sqs.close();
    }

    private void fill(int messages) {
        for (int from = 0; from < messages; from += 10) {
            List<SendMessageBatchRequestEntry> entries = IntStream.range(from, Math.min(messages, from + 10))
                    .mapToObj(i -> SendMessageBatchRequestEntry.builder()
                            .id("m" + i)
                            .messageBody("m" + i)
                            .build())
                    .toList();
            sqs.client()
                    .sendMessageBatch(request -> request.queueUrl(queue.url()).entries(entries));
        }
    }

    private void receiveAndDelete(int messages) {
        int deleted = 0;
        while (deleted < messages) {
            for (var message : client.receiveMessage(
                            r -> r.queueUrl(queue.url()).maxNumberOfMessages(10))
                    .messages()) {
                client.deleteMessage(r -> r.queueUrl(queue.url()).receiptHandle(message.receiptHandle()));
                deleted++;
            }
        }
    }

    private boolean queueIsEmpty() {
        return sqs.depth(queue.url()) + sqs.held(queue.url()) == 0;
    }

    @Test
    void deletesGoTenACall() {
        fill(100);
        receiveAndDelete(100);
        await().until(this::queueIsEmpty);
        assertEquals(0, proxy.calls("DeleteMessage"));
        assertTrue(proxy.calls("DeleteMessageBatch") <= 20, "calls: " + proxy.calls("DeleteMessageBatch"));
        assertEquals(
                100,
                meters.get("trailbridge.sqs.deleted")
                        .tag("queue", "work")
                        .counter()
                        .count());
    }

    private List<Message> receiveShared(int envelopes) {
        String body = EnvelopeArray.join(
                IntStream.range(0, envelopes).mapToObj(i -> "{\"n\":" + i + "}").toList());
        sqs.client().sendMessage(request -> request.queueUrl(queue.url()).messageBody(body));
        return receive();
    }

    private List<Message> receive() {
        return client.receiveMessage(request ->
                        request.queueUrl(queue.url()).maxNumberOfMessages(10).visibilityTimeout(60))
                .messages();
    }

    private void delete(Message message) {
        client.deleteMessage(request -> request.queueUrl(queue.url()).receiptHandle(message.receiptHandle()));
    }

    @Test
    void aMessageOfSeveralEnvelopesIsReceivedAsSeveralAndDeletedOnce() {
        List<Message> messages = receiveShared(25);
        assertEquals(25, messages.size());
        assertEquals("{\"n\":24}", messages.get(24).body());

        messages.subList(0, 24).forEach(this::delete);
        assertEquals(1, sqs.held(queue.url()));
        delete(messages.get(24));
        await().until(this::queueIsEmpty);
        assertEquals(1, meters.get("trailbridge.sqs.deleted").counter().count());
    }

    @Test
    void whatIsGivenBackOfASharedMessageIsAllThatIsReceivedAgain() {
        List<Message> messages = receiveShared(4);
        delete(messages.get(1));
        consumers.giveBack(queue.url(), messages.get(0).receiptHandle());
        consumers.giveBack(queue.url(), messages.get(3).receiptHandle());
        assertEquals(1, sqs.held(queue.url()), "one of its envelopes is in progress");
        delete(messages.get(2));

        await().until(() -> sqs.depth(queue.url()) == 1);
        List<Message> again = receive();
        assertEquals(
                List.of("{\"n\":0}", "{\"n\":3}"),
                again.stream().map(Message::body).toList());
        again.forEach(this::delete);
        await().until(this::queueIsEmpty);
    }

    @Test
    void closingGivesASharedMessageBackThatIsNotDone() {
        List<Message> messages = receiveShared(3);
        delete(messages.get(0));
        consumers.close();
        assertEquals(1, sqs.depth(queue.url()));
    }

    @Test
    void theVisibilityOfASharedMessageIsExtendedOnceForAllItsEnvelopes() {
        List<Message> messages = receiveShared(9);
        List<ChangeMessageVisibilityBatchRequestEntry> entries = messages.stream()
                .map(message -> ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id("e" + messages.indexOf(message))
                        .receiptHandle(message.receiptHandle())
                        .visibilityTimeout(600)
                        .build())
                .toList();
        for (int i = 0; i < 2; i++) {
            ChangeMessageVisibilityBatchResponse answer = client.changeMessageVisibilityBatch(
                    request -> request.queueUrl(queue.url()).entries(entries));
            assertEquals(
                    entries.stream()
                            .map(ChangeMessageVisibilityBatchRequestEntry::id)
                            .toList(),
                    answer.successful().stream()
                            .map(ChangeMessageVisibilityBatchResultEntry::id)
                            .toList());
        }
        assertEquals(1, proxy.calls("ChangeMessageVisibilityBatch"), "the second time it is extended already");

        proxy.faults().on("ChangeMessageVisibilityBatch").fail(Failure.UNAVAILABLE);
        List<ChangeMessageVisibilityBatchRequestEntry> longer = entries.stream()
                .map(entry -> entry.toBuilder().visibilityTimeout(6000).build())
                .toList();
        assertEquals(
                List.of(),
                client.changeMessageVisibilityBatch(
                                request -> request.queueUrl(queue.url()).entries(longer))
                        .successful());
    }

    @Test
    void deletesThatFailAreRepeated() {
        proxy.faults().on("DeleteMessageBatch").failEntries(3, EntryFailure.SQS_INTERNAL_ERROR);
        proxy.faults().on("DeleteMessageBatch").failNext(2, Failure.UNAVAILABLE);
        fill(30);
        receiveAndDelete(30);
        await().until(this::queueIsEmpty);
    }

    @Test
    void aReceiptThatIsNotValidIsGivenUp() {
        client.deleteMessage(r -> r.queueUrl(queue.url()).receiptHandle("no receipt"));
        await().until(() ->
                meters.get("trailbridge.sqs.delete.failed").counter().count() == 1);
        assertEquals(0, consumers.batchStatuses().get(0).inFlight());
    }

    @Test
    void closingSendsWhatIsHeldAndLaterDeletesGoByThemselves() {
        fill(5);
        receiveAndDelete(5);
        consumers.close();
        assertTrue(queueIsEmpty());
        assertThrows(
                IllegalStateException.class,
                () -> client.deleteMessage(r -> r.queueUrl(queue.url()).receiptHandle("x")),
                "the client is closed");
    }

    @Test
    void whatAnInterruptedThreadGivesBackIsVisibleAtOnce() {
        fill(2);
        var received = client.receiveMessage(r -> r.queueUrl(queue.url()).maxNumberOfMessages(10))
                .messages();

        Thread.currentThread().interrupt();
        consumers.giveBack(queue.url(), received.get(0).receiptHandle());
        assertTrue(Thread.interrupted());

        await().atMost(Duration.ofSeconds(10)).until(() -> sqs.depth(queue.url()) == 1);
    }

    @Test
    void allOtherCallsAreThoseOfTheClient() {
        assertThrows(QueueDoesNotExistException.class, () -> client.getQueueUrl(r -> r.queueName("missing")));
        assertEquals("sqs", client.serviceName());
        assertEquals(client, client);
        assertNotEquals(client, sqs.client());
        assertNotNull(client.toString());
        assertNotEquals(0, client.hashCode());
    }

    @Test
    void theStockConsumerDeletesThroughIt() throws Exception {
        Set<String> received = ConcurrentHashMap.newKeySet();
        fill(200);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("sqs", client);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("aws2-sqs:work?queueUrl=" + queue.url()
                                    + "&maxMessagesPerPoll=10&greedy=true&concurrentConsumers=2&waitTimeSeconds=1")
                            .process(exchange ->
                                    received.add(exchange.getMessage().getBody(String.class)));
                }
            });
            camel.start();
            await().until(() -> received.size() == 200);
            await().until(this::queueIsEmpty);
        }
        assertEquals(0, proxy.calls("DeleteMessage"));
    }

    @Test
    void whatIsHeldIsVisibleAtOnceAfterClosing() {
        fill(25);
        receive(25);
        assertEquals(25, sqs.held(queue.url()));

        consumers.close();

        assertEquals(25, sqs.depth(queue.url()), "the next start need not wait for the visibility timeout");
        assertEquals(
                25,
                meters.get("trailbridge.sqs.given.back")
                        .tag("queue", "work")
                        .counter()
                        .count());
        assertTrue(
                proxy.calls("ChangeMessageVisibilityBatch") <= 5,
                "calls: " + proxy.calls("ChangeMessageVisibilityBatch"));
    }

    @Test
    void aMessageWhoseRouteStopsIsReceivedAgainAtOnce() throws Exception {
        AtomicInteger received = new AtomicInteger();
        fill(1);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("sqs", client);
            camel.getRegistry().bind("receiveFailures", new ReceiveFailures(consumers));
            camel.addRoutes(route(exchange -> {
                if (received.incrementAndGet() == 1) {
                    throw new StoppedException("sink");
                }
            }));
            camel.start();
            await().atMost(Duration.ofSeconds(20)).until(this::queueIsEmpty);
        }
        assertEquals(2, received.get());
    }

    @Test
    void aQueueThatDeniesIsAskedSeldomAndNamedOnceWithCodeAndRemedyAndWithoutStackTraces() throws Exception {
        proxy.faults().on("ReceiveMessage").fail(Failure.ACCESS_DENIED);
        Set<String> received = ConcurrentHashMap.newKeySet();
        fill(3);
        try (LogLines log = LogLines.of(Faults.class);
                LogLines stock = LogLines.of(Sqs2Consumer.class);
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("sqs", client);
            camel.getRegistry().bind("receiveFailures", new ReceiveFailures(consumers));
            camel.addRoutes(route(exchange -> received.add(exchange.getMessage().getBody(String.class))));
            camel.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> proxy.calls("ReceiveMessage") >= 12);

            assertEquals(0, stock.shown(), () -> stock.lines().toString());
            assertEquals(1, log.shown(), () -> log.lines().toString());
            String line = log.lines().get(0);
            assertTrue(
                    line.startsWith("fault code=access-denied at=\"queue work receive\"")
                            && line.contains("ReceiveMessage: AccessDeniedException")
                            && line.contains("IAM policy"),
                    line);
            assertEquals("access-denied", faults.present().get(0).code().id());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> faults.present().get(0).down());

            proxy.faults().clear();
            await().atMost(Duration.ofSeconds(30)).until(() -> received.size() == 3);
            assertTrue(faults.present().isEmpty(), () -> faults.present().toString());
        }
    }

    @Test
    void receivingThatHangsIsNamed() {
        proxy.faults().on("ReceiveMessage").hang();
        client.receiveMessage(r -> r.queueUrl(queue.url()).waitTimeSeconds(0));
        assertEquals("call-hangs", faults.present().get(0).code().id());
    }

    @Test
    void aVisibilityThatCannotBeExtendedIsAFaultAndNoFailureOfTheConsumer() {
        proxy.faults().on("ChangeMessageVisibilityBatch").fail(Failure.ACCESS_DENIED);
        assertTrue(extend("receipt").failed().isEmpty());
        assertEquals("queue work extend visibility", faults.present().get(0).at());

        proxy.faults().clear();
        assertTrue(extend("receipt").failed().isEmpty(), "the message is gone: nothing to complain of");
        assertTrue(faults.present().isEmpty());

        proxy.faults().on("ChangeMessageVisibilityBatch").failEntries(1, EntryFailure.SQS_INTERNAL_ERROR);
        extend("receipt");
        assertEquals("service-failing", faults.present().get(0).code().id());
    }

    private ChangeMessageVisibilityBatchResponse extend(String receipt) {
        return client.changeMessageVisibilityBatch(request -> request.queueUrl(queue.url())
                .entries(entry -> entry.id("0").receiptHandle(receipt).visibilityTimeout(60)));
    }

    @Test
    void queuesThatAreDownShareTheGraceOfAClose() {
        proxy.faults().on("DeleteMessageBatch").hang();
        List<String> urls = IntStream.range(0, 4)
                .mapToObj(i -> sqs.createQueue("slow-" + i, 10).url())
                .toList();
        for (String url : urls) {
            client.deleteMessage(r -> r.queueUrl(url).receiptHandle("receipt"));
        }
        long began = System.nanoTime();

        consumers.close();

        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(GRACE.multipliedBy(3)) < 0, "took " + took);
    }

    private RouteBuilder route(Processor step) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("aws2-sqs:work?queueUrl=" + queue.url()
                                + "&maxMessagesPerPoll=10&greedy=true&concurrentConsumers=4"
                                + "&waitTimeSeconds=1&visibilityTimeout=600&exceptionHandler=#bean:receiveFailures")
                        .errorHandler(noErrorHandler())
                        .process(step);
            }
        };
    }

    private void receive(int messages) {
        int received = 0;
        while (received < messages) {
            received += client.receiveMessage(
                            r -> r.queueUrl(queue.url()).maxNumberOfMessages(10).visibilityTimeout(600))
                    .messages()
                    .size();
        }
    }
}
