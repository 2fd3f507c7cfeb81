package io.trailbridge.sqs;

import io.trailbridge.aws.AwsFailures;
import io.trailbridge.batch.BatchCall;
import io.trailbridge.aws.CallFailure.Kind;
import io.trailbridge.batch.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/**
 * One SendMessageBatch, sent by a stock aws2-sqs producer. The request is made here, because that producer takes a text
 * apart at commas and gives all entries one set of attributes; it passes a ready request on unchanged.
 */
final class SendMessageBatchCall implements BatchCall<SqsMessage> {
    private static final Outcome MISSING =
            new Outcome.Retry("MissingResult", "the answer of SendMessageBatch does not name the entry");

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
        return outcomes(messages.size(), exchange.getMessage().getBody(SendMessageBatchResponse.class));
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
        return SendMessageBatchRequest.builder().queueUrl(queueUrl).entries(entries).build();
    }

    private static List<Outcome> outcomes(int size, SendMessageBatchResponse response) {
        Outcome[] outcomes = new Outcome[size];
        Arrays.fill(outcomes, MISSING);
        for (SendMessageBatchResultEntry entry : response.successful()) {
            outcomes[Integer.parseInt(entry.id())] = Outcome.ACCEPTED;
        }
        for (BatchResultErrorEntry entry : response.failed()) {
            outcomes[Integer.parseInt(entry.id())] = failed(entry);
        }
        return List.of(outcomes);
    }

    /** A fault of the sender is final, unless its code is one that passes for all entries alike. */
    static Outcome failed(BatchResultErrorEntry entry) {
        Kind kind = AwsFailures.ofCode(entry.code(), entry.message(), Boolean.TRUE.equals(entry.senderFault())).kind();
        return kind == Kind.REFUSED ? new Outcome.Rejected(entry.code(), entry.message())
                : new Outcome.Retry(entry.code(), entry.message());
    }
}
