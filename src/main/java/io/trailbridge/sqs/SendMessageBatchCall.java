package io.trailbridge.sqs;

import io.trailbridge.batch.BatchCall;
import io.trailbridge.batch.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/**
 * One SendMessageBatch, sent by a stock aws2-sqs producer. The request is built here, because that producer splits a
 * string at commas and gives all entries one set of attributes; it passes on a ready request unchanged.
 */
final class SendMessageBatchCall implements BatchCall<SqsMessage> {
    private final Producer producer;
    private final String queueUrl;

    SendMessageBatchCall(Producer producer, String queueUrl) {
        this.producer = producer;
        this.queueUrl = queueUrl;
    }

    @Override
    public List<Outcome> call(List<SqsMessage> messages) throws Exception {
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(request(messages));
        producer.process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        SendMessageBatchResponse answer = exchange.getMessage().getBody(SendMessageBatchResponse.class);
        return EntryResults.of(
                "SendMessageBatch",
                messages.size(),
                answer.successful().stream().map(SendMessageBatchResultEntry::id),
                answer.failed());
    }

    private SendMessageBatchRequest request(List<SqsMessage> messages) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>(messages.size());
        for (SqsMessage message : messages) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(message.body())
                    .messageAttributes(message.attributes())
                    .build());
        }
        return SendMessageBatchRequest.builder()
                .queueUrl(queueUrl)
                .entries(entries)
                .build();
    }
}
