package io.trailbridge.standin.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

class FaultProxySqsTest {
    private static SqsStandIn sqs;
    private static FaultProxy proxy;
    private static SqsClient client;

    @BeforeAll
    static void start() {
        sqs = SqsStandIn.start();
        proxy = FaultProxy.before(sqs.endpoint());
        client = StandInAccount.configure(SqsClient.builder(), proxy.endpoint()).build();
    }

    @AfterAll
    static void stop() {
        client.close();
        proxy.close();
        sqs.close();
    }

    @BeforeEach
    void clearFaults() {
        proxy.faults().clear();
    }

    @Test
    void withoutFaultsItIsNotNoticed() {
        var queue = sqs.createQueue("plain", 3);

        var answer = client.sendMessageBatch(r -> r.queueUrl(queue.url()).entries(entries(0, 10)));
        var messages = client.receiveMessage(
                        r -> r.queueUrl(queue.url()).maxNumberOfMessages(10).messageAttributeNames("All"))
                .messages();

        assertEquals(10, answer.successful().size());
        assertEquals(10, messages.size());
        assertTrue(messages.stream().allMatch(m -> m.messageAttributes().containsKey("EventKind")));
    }

    @Test
    @Timeout(30)
    void aLongPollOfAnEmptyQueueEndsEarly() {
        var queue = sqs.createQueue("empty", 3);
        long begun = System.nanoTime();

        assertTrue(client.receiveMessage(r -> r.queueUrl(queue.url()).waitTimeSeconds(20))
                .messages()
                .isEmpty());

        assertTrue(System.nanoTime() - begun < 10_000_000_000L);
    }

    @Test
    void everyThirdEntryIsRefusedAndTheOthersArriveWithTheirChecksums() {
        var queue = sqs.createQueue("third", 3);
        proxy.faults().failEntries(3, EntryFailure.SQS_INTERNAL_ERROR);

        Set<String> refused = new HashSet<>();
        for (int first = 0; first < 30; first += 10) {
            int from = first;
            var answer = client.sendMessageBatch(r -> r.queueUrl(queue.url()).entries(entries(from, 10)));
            assertEquals(10, answer.successful().size() + answer.failed().size());
            for (BatchResultErrorEntry entry : answer.failed()) {
                assertEquals("InternalError", entry.code());
                assertFalse(entry.senderFault());
                refused.add(entry.id().replace("e", "body-\u00e9-"));
            }
        }

        assertEquals(10, refused.size());
        Set<String> arrived = new HashSet<>();
        sqs.drain(queue.url()).forEach(message -> arrived.add(message.body()));
        assertEquals(20, arrived.size());
        assertTrue(arrived.stream().noneMatch(refused::contains));
    }

    @Test
    void aBatchOfRefusedEntriesOnlyIsAnsweredWithoutTheQueue() {
        var queue = sqs.createQueue("all", 3);
        proxy.faults().failEntries(1, new EntryFailure("InvalidMessageContents", "refused", true));

        var answer = client.sendMessageBatch(r -> r.queueUrl(queue.url()).entries(entries(0, 10)));

        assertEquals(10, answer.failed().size());
        assertTrue(answer.failed().stream().allMatch(BatchResultErrorEntry::senderFault));
        assertEquals(0, sqs.depth(queue.url()));
    }

    @Test
    void aPoisonMessageIsRefusedByItsBody() {
        var queue = sqs.createQueue("poison", 3);
        proxy.faults().failEntriesWhere(body -> body.endsWith("-4"), EntryFailure.SQS_INTERNAL_ERROR);

        var answer = client.sendMessageBatch(r -> r.queueUrl(queue.url()).entries(entries(0, 10)));

        assertEquals(
                List.of("e4"),
                answer.failed().stream().map(BatchResultErrorEntry::id).toList());
        assertEquals(9, sqs.depth(queue.url()));
    }

    @Test
    void aRefusedDeleteLeavesTheMessageInTheQueue() {
        var queue = sqs.createQueue("delete", 3);
        client.sendMessageBatch(r -> r.queueUrl(queue.url()).entries(entries(0, 4)));
        var messages = client.receiveMessage(r -> r.queueUrl(queue.url()).maxNumberOfMessages(10))
                .messages();
        List<DeleteMessageBatchRequestEntry> deletes = new ArrayList<>();
        messages.forEach(message -> deletes.add(DeleteMessageBatchRequestEntry.builder()
                .id(message.messageId())
                .receiptHandle(message.receiptHandle())
                .build()));
        proxy.faults().on("DeleteMessageBatch").failEntries(2, EntryFailure.SQS_INTERNAL_ERROR);

        var answer = client.deleteMessageBatch(r -> r.queueUrl(queue.url()).entries(deletes));

        assertEquals(2, answer.failed().size());
        assertEquals(2, sqs.held(queue.url()));
    }

    @Test
    void oneActionFailsWhileTheOthersGoOn() {
        var queue = sqs.createQueue("one-action", 3);
        proxy.faults().on("SendMessage").fail(Failure.ACCESS_DENIED);

        var failure = assertThrows(
                SqsException.class,
                () -> client.sendMessage(r -> r.queueUrl(queue.url()).messageBody("x")));

        assertEquals("AccessDeniedException", failure.awsErrorDetails().errorCode());
        assertTrue(
                client.receiveMessage(r -> r.queueUrl(queue.url())).messages().isEmpty());
    }

    @Test
    void throttlingThatPassesIsRetriedByTheClient() {
        var queue = sqs.createQueue("throttled", 3);
        int before = proxy.calls("SendMessage");
        proxy.faults().failNext(2, Failure.SQS_THROTTLED);

        client.sendMessage(r -> r.queueUrl(queue.url()).messageBody("x"));

        assertEquals(3, proxy.calls("SendMessage") - before);
        assertEquals(1, sqs.depth(queue.url()));
    }

    @Test
    void aLostAnswerMakesTheClientSendTwice() {
        var queue = sqs.createQueue("lost-answer", 3);
        proxy.faults().on("SendMessage").loseAnswers(1);

        client.sendMessage(r -> r.queueUrl(queue.url()).messageBody("twice"));

        assertEquals(2, sqs.depth(queue.url()));
    }

    @Test
    void refusedConnectionsReachTheCallerAndNothingIsSent() {
        var queue = sqs.createQueue("refused", 3);
        proxy.faults().refuse(true);

        assertThrows(
                SdkClientException.class,
                () -> client.sendMessage(r -> r.queueUrl(queue.url()).messageBody("x")));

        proxy.faults().refuse(false);
        assertEquals(0, sqs.depth(queue.url()));
        client.sendMessage(r -> r.queueUrl(queue.url()).messageBody("x"));
        assertEquals(1, sqs.depth(queue.url()));
    }

    @Test
    void theSizeLimitCountsBytesAndAttributes() {
        var queue = sqs.createQueue("size", 3);
        String euros = "\u20ac".repeat(SqsSizeLimit.MAX_BYTES / 3);
        var two = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue("yz")
                .build();

        // One byte is left: 1,048,576 = 3 * 349,525 + 1.
        client.sendMessage(r -> r.queueUrl(queue.url()).messageBody(euros + "x"));

        var message = assertThrows(
                SqsException.class,
                () -> client.sendMessage(
                        r -> r.queueUrl(queue.url()).messageBody(euros).messageAttributes(Map.of("K", two))));
        assertEquals("InvalidParameterValue", message.awsErrorDetails().errorCode());
        assertThrows(
                BatchRequestTooLongException.class,
                () -> client.sendMessageBatch(r -> r.queueUrl(queue.url())
                        .entries(
                                SendMessageBatchRequestEntry.builder()
                                        .id("a")
                                        .messageBody(euros)
                                        .build(),
                                SendMessageBatchRequestEntry.builder()
                                        .id("b")
                                        .messageBody("xy")
                                        .build())));
        assertEquals(1, sqs.depth(queue.url()));
    }

    private static List<SendMessageBatchRequestEntry> entries(int from, int count) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            var kind = MessageAttributeValue.builder()
                    .dataType("String")
                    .stringValue("Alert")
                    .build();
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id("e" + i)
                    .messageBody("body-\u00e9-" + i)
                    .messageAttributes(Map.of("EventKind", kind))
                    .build());
        }
        return entries;
    }
}
