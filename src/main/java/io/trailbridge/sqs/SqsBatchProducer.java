package io.trailbridge.sqs;

import io.trailbridge.batch.camel.BatchProducer;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Creates messages from the body of an exchange: one from a string, several from a list. */
final class SqsBatchProducer extends BatchProducer<SqsMessage> {
    private final SqsBatchEndpoint endpoint;

    SqsBatchProducer(SqsBatchEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected List<SqsMessage> entries(Exchange exchange) {
        Message message = exchange.getMessage();
        if (!(message.getBody() instanceof List<?> bodies)) {
            return List.of(entry(message, message.getBody(String.class)));
        }
        List<SqsMessage> entries = new ArrayList<>(bodies.size());
        for (Object body : bodies) {
            entries.add(entry(message, exchange.getContext().getTypeConverter().convertTo(String.class, body)));
        }
        return entries;
    }

    private SqsMessage entry(Message message, String body) {
        return SqsMessage.of(body, message, endpoint.messageMaxBytes(), endpoint.getNames());
    }
}
