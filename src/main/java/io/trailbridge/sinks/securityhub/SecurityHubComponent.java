package io.trailbridge.sinks.securityhub;

import io.trailbridge.aws.ProductArn;
import io.trailbridge.aws.RegionalClients;
import io.trailbridge.batch.camel.BatchComponent;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;

/** Creates {@link SecurityHubEndpoint}s. */
@Component("security-hub")
public final class SecurityHubComponent extends BatchComponent {
    /** A call that takes longer than this is aborted and retried; it may carry 6 MB. */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(30);

    /**
     * The client to use. By default a client for the region in the product's ARN, with the SDK's defaults for
     * credentials and endpoint, and without the SDK's retries: they would count against the rate of calls.
     */
    @Metadata(label = "advanced", autowired = true)
    private SecurityHubClient client;

    private final RegionalClients<SecurityHubClient> clients =
            RegionalClients.ofSingleAttempts(SecurityHubClient::builder, ATTEMPT_TIMEOUT);

    public SecurityHubClient getClient() {
        return client;
    }

    public void setClient(SecurityHubClient client) {
        this.client = client;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SecurityHubEndpoint endpoint = new SecurityHubEndpoint(uri, this);
        endpoint.setProductArn(ProductArn.parse(remaining).text());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    SecurityHubClient client(String region) {
        return client != null ? client : clients.client(region);
    }

    @Override
    protected void doShutdown() throws Exception {
        super.doShutdown();
        clients.close();
    }
}
