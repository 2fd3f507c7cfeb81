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
