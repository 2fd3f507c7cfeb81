package io.trailbridge.sqs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.standin.aws.EntryFailure;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.FaultProxy;
import io.trailbridge.standin.aws.SqsStandIn;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

class DeleteBatchingTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private SqsStandIn sqs;
    private FaultProxy proxy;
    private SqsStandIn.Queue queue;
    private DeleteBatching batching;
    private SqsClient client;

    @BeforeEach
    void start() {
        sqs = SqsStandIn.start();
        proxy = FaultProxy.before(sqs.endpoint());
        queue = sqs.createQueue("work", 10);
        batching = DeleteBatching.wrap(SqsBatchTest.client(proxy.endpoint()), meters);
        client = batching.client();
    }

    @AfterEach
    void stop() {
        proxy.faults().clear();
        batching.close();
        proxy.close();
        sqs.close();
    }

    private void fill(int messages) {
        for (int from = 0; from < messages; from += 10) {
            List<SendMessageBatchRequestEntry> entries = IntStream.range(from, Math.min(messages, from + 10))
                    .mapToObj(i -> SendMessageBatchRequestEntry.builder().id("m" + i).messageBody("m" + i).build())
                    .toList();
            sqs.client().sendMessageBatch(request -> request.queueUrl(queue.url()).entries(entries));
        }
    }

    private void receiveAndDelete(int messages) {
        int deleted = 0;
        while (deleted < messages) {
            for (var message : client.receiveMessage(r -> r.queueUrl(queue.url()).maxNumberOfMessages(10)).messages()) {
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
        assertEquals(100, meters.get("trailbridge.sqs.deleted").tag("queue", "work").counter().count());
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
        await().until(() -> meters.get("trailbridge.sqs.delete.failed").counter().count() == 1);
        assertEquals(0, batching.batchStatuses().get(0).inFlight());
    }

    @Test
    void closingSendsWhatIsHeldAndLaterDeletesGoByThemselves() {
        fill(5);
        receiveAndDelete(5);
        batching.close();
        assertTrue(queueIsEmpty());
        assertThrows(IllegalStateException.class,
                () -> client.deleteMessage(r -> r.queueUrl(queue.url()).receiptHandle("x")), "the client is closed");
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
                            .process(exchange -> received.add(exchange.getMessage().getBody(String.class)));
                }
            });
            camel.start();
            await().until(() -> received.size() == 200);
            await().until(this::queueIsEmpty);
        }
        assertEquals(0, proxy.calls("DeleteMessage"));
    }
}
