package io.trailbridge.sqs;

import io.trailbridge.batch.Outcome;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;

/** The calls of a consumer about messages that it has received, up to ten messages per call. */
final class ReceiptCalls {
    private ReceiptCalls() {}

    static List<Outcome> delete(SqsClient sqs, String queueUrl, List<String> receipts) {
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>(receipts.size());
        for (String receipt : receipts) {
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(receipt)
                    .build());
        }
        DeleteMessageBatchResponse answer =
                sqs.deleteMessageBatch(request -> request.queueUrl(queueUrl).entries(entries));
        return EntryResults.of(
                "DeleteMessageBatch",
                receipts.size(),
                answer.successful().stream().map(DeleteMessageBatchResultEntry::id),
                answer.failed());
    }

    /** Makes the messages visible at once. */
    static List<Outcome> giveBack(SqsClient sqs, String queueUrl, List<String> receipts) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>(receipts.size());
        for (String receipt : receipts) {
            entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(receipt)
                    .visibilityTimeout(0)
                    .build());
        }
        ChangeMessageVisibilityBatchResponse answer = sqs.changeMessageVisibilityBatch(
                request -> request.queueUrl(queueUrl).entries(entries));
        return EntryResults.of(
                "ChangeMessageVisibilityBatch",
                receipts.size(),
                answer.successful().stream().map(ChangeMessageVisibilityBatchResultEntry::id),
                answer.failed());
    }
}
