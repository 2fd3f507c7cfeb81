package io.trailbridge.aws;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/**
 * The clients of one service, one for each region, created on first use. Thread-safe. After {@link #close} a client is
 * created again when it is requested.
 *
 * @param <C> the client of the service
 */
public final class RegionalClients<C extends SdkClient> implements AutoCloseable {
    private final Function<Region, C> maker;
    private final Map<Region, C> clients = new ConcurrentHashMap<>();

    public RegionalClients(Function<Region, C> maker) {
        this.maker = maker;
    }

    /**
     * Creates clients that try each call once and abort it after {@code attempt}: the batch engine retries, and must see
     * throttling itself in order to send less.
     */
    public static <B extends AwsClientBuilder<B, C>, C extends SdkClient> RegionalClients<C> ofSingleAttempts(
            Supplier<B> builder, Duration attempt) {
        return new RegionalClients<>(region -> builder.get()
                .region(region)
                .overrideConfiguration(override ->
                        override.apiCallAttemptTimeout(attempt).retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build());
    }

    /** Returns the client of the region. */
    public C client(String region) {
        return clients.computeIfAbsent(Region.of(region), maker);
    }

    /** Closes all clients that were made. */
    @Override
    public void close() {
        clients.values().forEach(SdkClient::close);
        clients.clear();
    }
}
