package io.trailbridge.bench;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** The calls of a queue for up to ten messages. Any thread may use it. */
final class QueueCalls {
    private final SqsClient client;
    private final String url;

    QueueCalls(SqsClient client, String url) {
        this.client = client;
        this.url = url;
    }

    /** @throws IllegalStateException when the queue refuses one of them */
    void send(List<String> bodies) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (String body : bodies) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(body)
                    .build());
        }
        requireNone(client.sendMessageBatch(request -> request.queueUrl(url).entries(entries))
                .failed());
    }

    List<Message> receive(int waitSeconds) {
        return client.receiveMessage(
                        request -> request.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(waitSeconds))
                .messages();
    }

    /** @throws IllegalStateException when the queue does not delete one of them */
    void delete(List<Message> messages) {
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Message message : messages) {
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(message.receiptHandle())
                    .build());
        }
        requireNone(client.deleteMessageBatch(request -> request.queueUrl(url).entries(entries))
                .failed());
    }

    private static void requireNone(List<?> failed) {
        if (!failed.isEmpty()) {
            throw new IllegalStateException("refused: " + failed);
        }
    }
}
