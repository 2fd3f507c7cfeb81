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
 * Processes each event in one exchange: the body as received, as bytes, with the headers of the stock consumer and
 * those of {@link EventHeaders}. An exchange that ends without an exception is settled, even if a filter or
 * {@code stop} ended it early. An exchange that ends with an exception that no route handled, or that is marked for
 * rollback, is not settled.
 */
final class ExchangeDispatcher implements EventDispatcher {
    /** Bytes that an event takes besides its body: the exchange and its headers, the message and its properties. */
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
            // Errors are also caught: an event whose end is never reported would block its partition permanently.
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

    @SuppressWarnings("deprecation") // the stock header holds a numeric offset as a number
    private void fill(Message message, String partition, EventData event, int attempt) {
        message.setBody(body(event));
        message.setHeader(EventHubsConstants.PARTITION_ID, partition);
        message.setHeader(EventHubsConstants.PARTITION_KEY, event.getPartitionKey());
        Object numeric = event.getOffset();
        message.setHeader(EventHubsConstants.OFFSET, numeric != null ? numeric : event.getOffsetString());
        message.setHeader(EventHubsConstants.ENQUEUED_TIME, event.getEnqueuedTime());
        message.setHeader(EventHubsConstants.SEQUENCE_NUMBER, event.getSequenceNumber());
        if (event.getEnqueuedTime() != null) {
            message.setHeader(
                    EventHubsConstants.MESSAGE_TIMESTAMP,
                    event.getEnqueuedTime().toEpochMilli());
        }
        message.setHeader(EventHubsConstants.METADATA, event.getProperties());
        // The SDK rebuilds its map on each call, so it is read only once.
        Map<String, Object> properties = new HashMap<>();
        event.getSystemProperties().entrySet().forEach(one -> properties.put(one.getKey(), one.getValue()));
        message.setHeader(EventHeaders.SYSTEM_PROPERTIES, properties);
        message.setHeader(EventHeaders.OFFSET_STRING, event.getOffsetString());
        message.setHeader(EventHeaders.NAMESPACE, connection.namespace());
        message.setHeader(EventHeaders.EVENT_HUB, connection.hub());
        message.setHeader(EventHeaders.CONSUMER_GROUP, connection.consumerGroup());
        message.setHeader(EventHeaders.ATTEMPT, attempt);
    }

    /** Returns about how many bytes of memory an event takes. */
    static long bytes(EventData event) {
        return body(event).length + OVERHEAD;
    }

    /**
     * Returns the bytes as received. An AMQP value, which senders other than Event Hubs' own SDKs may send, becomes its
     * text unless it is binary.
     */
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
            return Arrays.copyOfRange(
                    binary.getArray(), binary.getArrayOffset(), binary.getArrayOffset() + binary.getLength());
        }
        return value == null ? new byte[0] : value.toString().getBytes(StandardCharsets.UTF_8);
    }
}
