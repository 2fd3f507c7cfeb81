package io.trailbridge.sinks.securitylake;

import io.trailbridge.aws.RegionalClients;
import io.trailbridge.batch.camel.BatchComponent;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Creates {@link SecurityLakeEndpoint}s.
 *
 * <p>When the context or any of its routes begins to stop, all rows that wait for their batch to fill are stored
 * immediately, and so are rows that arrive later, until no route is stopping.
 */
@Component("security-lake")
public final class SecurityLakeComponent extends BatchComponent {
    /** A call that takes longer than this is aborted and retried; a part of 8 MiB may need a while. */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(60);

    /**
     * The client to use. By default a client for the endpoint's region, with the SDK's defaults for credentials and
     * endpoint.
     */
    @Metadata(label = "advanced", autowired = true)
    private S3Client client;

    private final RegionalClients<S3Client> clients = new RegionalClients<>(SecurityLakeComponent::build);
    private final Set<SecurityLakeEndpoint> running = ConcurrentHashMap.newKeySet();
    private final RouteStops stops = new RouteStops(this::flushNow);
    private volatile boolean flushing;

    public S3Client getClient() {
        return client;
    }

    public void setClient(S3Client client) {
        this.client = client;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SecurityLakeEndpoint endpoint = new SecurityLakeEndpoint(uri, this);
        endpoint.setName(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    S3Client client(String region) {
        return client != null ? client : clients.client(region);
    }

    private static S3Client build(Region region) {
        return S3Client.builder()
                .region(region)
                .overrideConfiguration(override -> override.apiCallAttemptTimeout(ATTEMPT_TIMEOUT))
                .build();
    }

    void runs(SecurityLakeEndpoint endpoint) {
        running.add(endpoint);
        endpoint.flushNow(flushing);
    }

    void runsNoLonger(SecurityLakeEndpoint endpoint) {
        running.remove(endpoint);
    }

    private void flushNow(boolean on) {
        flushing = on;
        running.forEach(endpoint -> endpoint.flushNow(on));
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getCamelContext().getManagementStrategy().addEventNotifier(stops);
        getCamelContext().getRoutes().forEach(stops::watch);
    }

    @Override
    protected void doStop() throws Exception {
        getCamelContext().getManagementStrategy().removeEventNotifier(stops);
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        super.doShutdown();
        clients.close();
    }
}
