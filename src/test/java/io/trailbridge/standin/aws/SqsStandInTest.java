package io.trailbridge.standin.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SqsStandInTest {
    private static SqsStandIn sqs;

    @BeforeAll
    static void start() {
        sqs = SqsStandIn.start();
    }

    @AfterAll
    static void stop() {
        sqs.close();
    }

    @Test
    void drainReturnsAllMessagesWithTheirAttributes() {
        var queue = sqs.createQueue("drained", 3);
        for (int batch = 0; batch < 3; batch++) {
            int first = batch * 10;
            List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
            for (int i = first; i < first + 10; i++) {
                var kind = MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue("kind-" + i)
                        .build();
                entries.add(SendMessageBatchRequestEntry.builder()
                        .id("e" + i)
                        .messageBody("body-" + i)
                        .messageAttributes(Map.of("EventKind", kind))
                        .build());
            }
            assertTrue(sqs.client()
                    .sendMessageBatch(r -> r.queueUrl(queue.url()).entries(entries))
                    .failed()
                    .isEmpty());
        }
        assertEquals(30, sqs.depth(queue.url()));

        var messages = sqs.drain(queue.url());

        assertEquals(30, messages.stream().map(m -> m.body()).distinct().count());
        for (var message : messages) {
            assertEquals(
                    message.body().replace("body", "kind"),
                    message.messageAttributes().get("EventKind").stringValue());
            assertEquals("1", message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT));
        }
        assertEquals(0, sqs.depth(queue.url()));
        assertEquals(0, sqs.held(queue.url()));
    }

    @Test
    void aMessageReceivedTooOftenIsRedriven() {
        var queue = sqs.createQueue("redriven", 2);
        sqs.client().sendMessage(r -> r.queueUrl(queue.url()).messageBody("poison"));

        for (int i = 0; i < 3; i++) {
            sqs.client().receiveMessage(r -> r.queueUrl(queue.url()).visibilityTimeout(0));
        }

        assertEquals("poison", sqs.drain(queue.deadLetterUrl()).get(0).body());
        assertEquals(0, sqs.depth(queue.url()));
    }

    @Test
    void aReceivedMessageIsHeldNotWaiting() {
        var queue = sqs.createQueue("held", 3);
        sqs.client().sendMessage(r -> r.queueUrl(queue.url()).messageBody("one"));

        sqs.client().receiveMessage(r -> r.queueUrl(queue.url()));

        assertEquals(0, sqs.depth(queue.url()));
        assertEquals(1, sqs.held(queue.url()));
    }

    @Test
    void aMessageOfOneMebibyteIsTakenAndOneMoreByteIsRefused() {
        var queue = sqs.createQueue("limit", 3);
        String mebibyte = "x".repeat(1_048_576);

        sqs.client().sendMessage(r -> r.queueUrl(queue.url()).messageBody(mebibyte));

        assertThrows(
                SqsException.class,
                () -> sqs.client().sendMessage(r -> r.queueUrl(queue.url()).messageBody(mebibyte + "x")));
        assertEquals(1, sqs.depth(queue.url()));
    }

    @Test
    void charactersThatXmlForbidsAreRefused() {
        var queue = sqs.createQueue("characters", 3);

        assertThrows(
                SqsException.class,
                () -> sqs.client().sendMessage(r -> r.queueUrl(queue.url()).messageBody("bell \u0007")));
    }

    @Test
    void queueUrlsPointAtTheServer() {
        var queue = sqs.createQueue("urls", 3);

        assertTrue(queue.url().startsWith(sqs.endpoint().toString() + "/"), queue.url());
        assertTrue(queue.deadLetterUrl().endsWith("/urls-dlq"), queue.deadLetterUrl());
    }
}
