package io.trailbridge.sqs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.fault.Faults;
import io.trailbridge.standin.LogLines;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.FaultProxy;
import io.trailbridge.standin.aws.SqsStandIn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

@Timeout(120)
class DeadLetterWatchTest {
    private static final int MAX_RECEIVES = 5;

    private final Faults faults = new Faults();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private SqsStandIn sqs;
    private FaultProxy proxy;
    private SqsClient client;
    private SqsStandIn.Queue queue;
    private ConsumerClient consumers;
    private DeadLetterWatch watch;

    @BeforeEach
    void start() {
        sqs = SqsStandIn.start();
        proxy = FaultProxy.before(sqs.endpoint());
        client = SqsBatchTest.client(proxy.endpoint());
        queue = sqs.createQueue("work", MAX_RECEIVES);
        consumers = ConsumerClient.wrap(client, meters);
    }

    @AfterEach
    void stop() {
        watch.close();
        consumers.close();
        proxy.close();
        sqs.close();
    }

    private void watch() {
        SinkQueues queues =
                new SinkQueues(List.of(new SinkQueue("work", queue.url(), queue.deadLetterUrl(), MAX_RECEIVES)));
        watch = new DeadLetterWatch(client, queues, consumers, faults, meters);
        watch.start(Duration.ofMillis(100));
    }

    private void send(String url, int messages, Map<String, MessageAttributeValue> attributes) {
        for (int i = 0; i < messages; i++) {
            sqs.client()
                    .sendMessage(send -> send.queueUrl(url).messageBody("event").messageAttributes(attributes));
        }
    }

    /** So many times; returns the messages of the last time. */
    private List<Message> receiveAll(SqsClient by, int times, int visibilityTimeout) {
        List<Message> messages = List.of();
        for (int i = 0; i < times; i++) {
            messages = by.receiveMessage(r -> r.queueUrl(queue.url())
                            .maxNumberOfMessages(10)
                            .visibilityTimeout(visibilityTimeout)
                            .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                    .messages();
        }
        return messages;
    }

    private double count() {
        return meters.get("trailbridge.dead.lettered.by.queue")
                .tag("queue", "work-dlq")
                .counter()
                .count();
    }

    @Test
    void whatSqsMovedIsShownWhileItIsInTheDeadLetterQueueAndStaysVisible() {
        send(queue.url(), 3, Map.of());
        receiveAll(sqs.client(), MAX_RECEIVES + 1, 0);
        await().until(() -> sqs.depth(queue.deadLetterUrl()) == 3);

        watch();

        await().until(() -> !faults.present().isEmpty());
        String fault = faults.present().get(0).toString();
        assertTrue(
                fault.startsWith("dead-lettered-by-queue at queue work since")
                        && fault.contains("3 of 3 messages looked at in work-dlq, which has 3,"),
                fault);
        assertEquals(
                3,
                meters.get("trailbridge.dead.letters")
                        .tag("queue", "work-dlq")
                        .gauge()
                        .value());
        assertEquals(3, sqs.depth(queue.deadLetterUrl()), "looking takes nothing away");

        sqs.drain(queue.deadLetterUrl());
        await().until(() -> faults.present().isEmpty());
    }

    @Test
    void whatTrailbridgeParkedItselfIsNoFault() {
        send(
                queue.deadLetterUrl(),
                3,
                Map.of(
                        "FailureReason",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("InvalidData")
                                .build()));
        watch();
        await().until(() -> meters.get("trailbridge.dead.letters").gauge().value() == 3);
        assertTrue(faults.present().isEmpty());
    }

    @Test
    void whatIsReceivedForTheLastTimeAndNotSettledIsCounted() {
        watch();
        send(queue.url(), 3, Map.of());
        receiveAll(sqs.client(), MAX_RECEIVES - 1, 0);
        List<Message> last = receiveAll(consumers.client(), 1, 600);
        assertEquals(3, last.size());
        consumers
                .client()
                .deleteMessage(
                        r -> r.queueUrl(queue.url()).receiptHandle(last.get(0).receiptHandle()));

        consumers.close();

        assertEquals(2, count());
    }

    @Test
    void whatMayBeReceivedOnceMoreIsNotCounted() {
        watch();
        send(queue.url(), 3, Map.of());
        receiveAll(sqs.client(), MAX_RECEIVES - 2, 0);
        receiveAll(consumers.client(), 1, 600);

        consumers.close();

        assertEquals(0, count());
    }

    @Test
    void aDeadLetterQueueThatMayNotBeReadIsNamedOnce() {
        proxy.faults().on("ReceiveMessage").fail(Failure.ACCESS_DENIED);
        send(queue.deadLetterUrl(), 1, Map.of());
        try (LogLines log = LogLines.of(DeadLetterWatch.class)) {
            watch();
            await().until(() -> proxy.calls("ReceiveMessage") >= 3);
            assertEquals(1, log.lines().size(), () -> log.lines().toString());
            assertTrue(
                    log.lines().get(0).contains("sqs:ReceiveMessage"),
                    log.lines().get(0));
        }
    }
}
