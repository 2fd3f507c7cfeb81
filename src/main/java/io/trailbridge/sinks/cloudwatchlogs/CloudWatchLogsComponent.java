package io.trailbridge.sinks.cloudwatchlogs;

import io.trailbridge.aws.RegionalClients;
import io.trailbridge.batch.camel.BatchComponent;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** Creates {@link CloudWatchLogsEndpoint}s. */
@Component("cloudwatch-logs")
public final class CloudWatchLogsComponent extends BatchComponent {
    /** A call that takes longer than this is aborted and retried; the service answers within seconds. */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(20);

    /** The client to use. By default a client for each region, with the SDK's defaults for credentials and endpoint. */
    @Metadata(label = "advanced", autowired = true)
    private CloudWatchLogsClient client;

    private final RegionalClients<CloudWatchLogsClient> clients =
            RegionalClients.ofSingleAttempts(CloudWatchLogsClient::builder, ATTEMPT_TIMEOUT);

    public CloudWatchLogsClient getClient() {
        return client;
    }

    public void setClient(CloudWatchLogsClient client) {
        this.client = client;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        CloudWatchLogsEndpoint endpoint = new CloudWatchLogsEndpoint(uri, this);
        endpoint.setGroupPrefix(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** @param region null for the default region */
    CloudWatchLogsClient client(String region) {
        return client != null ? client : clients.client(region == null ? defaultRegion() : region);
    }

    @Override
    protected void doShutdown() throws Exception {
        super.doShutdown();
        clients.close();
    }
}
