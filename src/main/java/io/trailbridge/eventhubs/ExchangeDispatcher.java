package io.trailbridge.eventhubs;

import com.azure.core.amqp.models.AmqpMessageBody;
import com.azure.messaging.eventhubs.EventData;
import io.trailbridge.envelope.EventHeaders;
import io.trailbridge.memory.OutOfMemory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.component.azure.eventhubs.EventHubsConstants;
import org.apache.camel.support.DefaultConsumer;
import org.apache.qpid.proton.amqp.Binary;

/**
 * One exchange an event: the body as received, as bytes, with the headers of the stock consumer and those of
 * {@link EventHeaders}. An exchange that ends without an exception is settled, also when a filter or
 * {@code stop} ended it early; one that ends with an exception that no route handled, or marked for rollback, is not.
 */
final class ExchangeDispatcher implements EventDispatcher {
    /** What an event takes in memory beside its body: the exchange and its headers, the message and its properties. */
    private static final long OVERHEAD = 4096;

    private final DefaultConsumer consumer;
    private final AsyncProcessor processor;
    private final HubAddress connection;

    ExchangeDispatcher(DefaultConsumer consumer, HubAddress connection) {
        this.consumer = consumer;
        this.processor = consumer.getAsyncProcessor();
        this.connection = connection;
    }

    @Override
    public void process(String partition, EventData event, int attempt, Consumer<Throwable> done) {
        Exchange exchange = consumer.createExchange(false);
        AtomicBoolean ended = new AtomicBoolean();
        try {
            fill(exchange.getIn(), partition, event, attempt);
            processor.process(exchange, doneSync -> end(exchange, ended, null, done));
        } catch (Throwable e) {
            OutOfMemory.check(e);
            // Also an Error: an event whose end nobody is told of would hold up its partition for good.
            end(exchange, ended, e, done);
        }
    }

    private void end(Exchange exchange, AtomicBoolean ended, Throwable thrown, Consumer<Throwable> done) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Throwable failure = thrown != null ? thrown : exchange.getException();
        if (failure == null && exchange.isRollbackOnly()) {
            failure = new RollbackExchangeException("the route marked the exchange for rollback", exchange);
        }
        consumer.releaseExchange(exchange, false);
        done.accept(failure);
    }

    @SuppressWarnings("deprecation") // the stock header is the number where the offset is one
    private void fill(Message message, String partition, EventData event, int attempt) {
        message.setBody(body(event));
        message.setHeader(EventHubsConstants.PARTITION_ID, partition);
        message.setHeader(EventHubsConstants.PARTITION_KEY, event.getPartitionKey());
        Object numeric = event.getOffset();
        message.setHeader(EventHubsConstants.OFFSET, numeric != null ? numeric : event.getOffsetString());
        message.setHeader(EventHubsConstants.ENQUEUED_TIME, event.getEnqueuedTime());
        message.setHeader(EventHubsConstants.SEQUENCE_NUMBER, event.getSequenceNumber());
        if (event.getEnqueuedTime() != null) {
            message.setHeader(EventHubsConstants.MESSAGE_TIMESTAMP, event.getEnqueuedTime().toEpochMilli());
        }
        message.setHeader(EventHubsConstants.METADATA, event.getProperties());
        // The SDK puts its map together anew on each call: once is enough.
        Map<String, Object> properties = new HashMap<>();
        event.getSystemProperties().entrySet().forEach(one -> properties.put(one.getKey(), one.getValue()));
        message.setHeader(EventHeaders.SYSTEM_PROPERTIES, properties);
        message.setHeader(EventHeaders.OFFSET_STRING, event.getOffsetString());
        message.setHeader(EventHeaders.NAMESPACE, connection.namespace());
        message.setHeader(EventHeaders.EVENT_HUB, connection.hub());
        message.setHeader(EventHeaders.CONSUMER_GROUP, connection.consumerGroup());
        message.setHeader(EventHeaders.ATTEMPT, attempt);
    }

    /** What an event takes in memory, about. */
    static long bytes(EventData event) {
        return body(event).length + OVERHEAD;
    }

    /** The bytes as received; an AMQP value, which senders other than Event Hubs' own SDKs may send, as its text. */
    private static byte[] body(EventData event) {
        AmqpMessageBody body = event.getRawAmqpMessage().getBody();
        switch (body.getBodyType()) {
            case DATA:
                byte[] bytes = body.getFirstData();
                return bytes == null ? new byte[0] : bytes;
            case VALUE:
                return bytes(body.getValue());
            default:
                return bytes(body.getSequence());
        }
    }

    private static byte[] bytes(Object value) {
        if (value instanceof byte[] array) {
            return array;
        }
        if (value instanceof Binary binary) {
            return Arrays.copyOfRange(binary.getArray(), binary.getArrayOffset(),
                binary.getArrayOffset() + binary.getLength());
        }
        return value == null ? new byte[0] : value.toString().getBytes(StandardCharsets.UTF_8);
    }
}
