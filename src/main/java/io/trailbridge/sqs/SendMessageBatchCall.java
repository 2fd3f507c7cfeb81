package io.trailbridge.sqs;

import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.batch.BatchCall;
import io.trailbridge.batch.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/**
 * Sends entries by SendMessageBatch, ten messages per request; {@link MessagePacking} determines the messages. When a
 * request fails after another has been accepted, only its own entries are retried.
 *
 * <p>A stock aws2-sqs producer sends the request. The request is built here, because that producer splits a string at
 * commas and gives all entries one set of attributes; it passes on a ready request unchanged.
 */
final class SendMessageBatchCall implements BatchCall<SqsMessage> {
    private final Producer producer;
    private final String queueUrl;
    private final MessagePacking packing;

    SendMessageBatchCall(Producer producer, String queueUrl, MessagePacking packing) {
        this.producer = producer;
        this.queueUrl = queueUrl;
        this.packing = packing;
    }

    @Override
    public List<Outcome> call(List<SqsMessage> entries) throws Exception {
        Outcome[] outcomes = new Outcome[entries.size()];
        List<MessagePacking.Packed> messages = packing.pack(entries);
        for (int from = 0; from < messages.size(); from += MessagePacking.MAX_MESSAGES) {
            List<MessagePacking.Packed> some =
                    messages.subList(from, Math.min(messages.size(), from + MessagePacking.MAX_MESSAGES));
            List<Outcome> results;
            try {
                results = send(some);
            } catch (Exception failed) {
                if (from == 0) {
                    throw failed;
                }
                CallFailure failure = AwsFailures.classify(failed);
                for (MessagePacking.Packed message : messages.subList(from, messages.size())) {
                    message.indexes()
                            .forEach(index -> outcomes[index] = new Outcome.Retry(failure.code(), failure.message()));
                }
                return Arrays.asList(outcomes);
            }
            for (int i = 0; i < some.size(); i++) {
                Outcome result = ofEach(some.get(i), results.get(i));
                some.get(i).indexes().forEach(index -> outcomes[index] = result);
            }
        }
        return Arrays.asList(outcomes);
    }

    /** Returns the outcome of each entry of a message: one alone may be to blame for the rejection of several. */
    private static Outcome ofEach(MessagePacking.Packed message, Outcome result) {
        if (message.isShared() && result instanceof Outcome.Rejected rejected) {
            message.separate();
            return new Outcome.Retry(rejected.code(), rejected.message());
        }
        return result;
    }

    private List<Outcome> send(List<MessagePacking.Packed> messages) throws Exception {
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

    private SendMessageBatchRequest request(List<MessagePacking.Packed> messages) {
        List<SendMessageBatchRequestEntry> requests = new ArrayList<>(messages.size());
        for (MessagePacking.Packed message : messages) {
            requests.add(message.request().id(Integer.toString(requests.size())).build());
        }
        return SendMessageBatchRequest.builder()
                .queueUrl(queueUrl)
                .entries(requests)
                .build();
    }
}
