package io.trailbridge.sinks.cloudtrail;

import io.trailbridge.aws.RegionalClients;
import io.trailbridge.batch.camel.BatchComponent;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import software.amazon.awssdk.services.cloudtraildata.CloudTrailDataClient;

/** Creates {@link CloudTrailChannelEndpoint}s. */
@Component("cloudtrail-channel")
public final class CloudTrailChannelComponent extends BatchComponent {
    /** A call that takes longer than this is aborted and retried; the service answers within seconds. */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(20);

    /**
     * The client to use. By default a client for the region in the channel's ARN, with the SDK's defaults for
     * credentials and endpoint.
     */
    @Metadata(label = "advanced", autowired = true)
    private CloudTrailDataClient client;

    private final RegionalClients<CloudTrailDataClient> clients =
            RegionalClients.ofSingleAttempts(CloudTrailDataClient::builder, ATTEMPT_TIMEOUT);

    public CloudTrailDataClient getClient() {
        return client;
    }

    public void setClient(CloudTrailDataClient client) {
        this.client = client;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        CloudTrailChannelEndpoint endpoint = new CloudTrailChannelEndpoint(uri, this);
        endpoint.setChannelArn(ChannelArn.parse(remaining).text());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    CloudTrailDataClient client(String region) {
        return client != null ? client : clients.client(region);
    }

    @Override
    protected void doShutdown() throws Exception {
        super.doShutdown();
        clients.close();
    }
}
