package io.trailbridge.sinks.eventbridge;

import io.trailbridge.aws.RegionalClients;
import io.trailbridge.batch.camel.BatchComponent;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Creates {@link EventBridgeEndpoint}s. */
@Component("eventbridge")
public final class EventBridgeComponent extends BatchComponent {
    /** A call that takes longer than this is aborted and retried; the service answers within seconds. */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(20);

    /**
     * The client to use. By default a client for the region in the bus's ARN, with the SDK's defaults for credentials
     * and endpoint.
     */
    @Metadata(label = "advanced", autowired = true)
    private EventBridgeClient client;

    private final RegionalClients<EventBridgeClient> clients =
            RegionalClients.ofSingleAttempts(EventBridgeClient::builder, ATTEMPT_TIMEOUT);

    public EventBridgeClient getClient() {
        return client;
    }

    public void setClient(EventBridgeClient client) {
        this.client = client;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        EventBridgeEndpoint endpoint = new EventBridgeEndpoint(uri, this);
        endpoint.setBusArn(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    EventBridgeClient client(String region) {
        return client != null ? client : clients.client(region);
    }

    @Override
    protected void doShutdown() throws Exception {
        super.doShutdown();
        clients.close();
    }
}
