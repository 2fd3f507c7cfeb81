package io.trailbridge.sqs;

import io.trailbridge.batch.camel.BatchComponent;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;

/** Creates {@link SqsBatchEndpoint}s. */
@Component("sqs-batch")
public final class SqsBatchComponent extends BatchComponent {
    /**
     * The queues of the sinks by name. By default the only SinkQueues in the Camel registry. Required unless each
     * endpoint sets queueUrl.
     */
    @Metadata(autowired = true)
    private SinkQueues queues;

    /**
     * The maximum number of envelopes in a message, when more wait than one call has messages; at most 100. 1 sends each
     * in a message of its own.
     */
    @Metadata(defaultValue = "1")
    private int eventsPerMessage = 1;

    /** The maximum number of bytes of a message with several envelopes. */
    @Metadata(defaultValue = "131072")
    private int bytesPerMessage = 128 * 1024;

    public int getEventsPerMessage() {
        return eventsPerMessage;
    }

    public void setEventsPerMessage(int eventsPerMessage) {
        this.eventsPerMessage = eventsPerMessage;
    }

    public int getBytesPerMessage() {
        return bytesPerMessage;
    }

    public void setBytesPerMessage(int bytesPerMessage) {
        this.bytesPerMessage = bytesPerMessage;
    }

    MessagePacking packing() {
        return new MessagePacking(eventsPerMessage, bytesPerMessage);
    }

    public SinkQueues getQueues() {
        return queues;
    }

    public void setQueues(SinkQueues queues) {
        this.queues = queues;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SqsBatchEndpoint endpoint = new SqsBatchEndpoint(uri, this);
        endpoint.setNames(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    SinkQueue queue(String name, String uri) {
        SinkQueues known =
                queues == null ? CamelContextHelper.findSingleByType(getCamelContext(), SinkQueues.class) : queues;
        if (known == null) {
            throw new IllegalArgumentException("endpoint " + uri + " names sink \"" + name + "\", but no sink has a"
                    + " queue: set the sink's queue, or give the endpoint a queueUrl");
        }
        return known.queue(name);
    }
}
