package io.trailbridge.aws;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * The clients of one service, one for each region, made on first use. Thread-safe. After {@link #close} a client is
 * made anew when it is asked for.
 *
 * @param <C> the client of the service
 */
public final class RegionalClients<C extends SdkClient> implements AutoCloseable {
    private final Function<Region, C> maker;
    private final Map<Region, C> clients = new ConcurrentHashMap<>();
    private volatile String defaultRegion;

    public RegionalClients(Function<Region, C> maker) {
        this.maker = maker;
    }

    /** Sets the region where none is named; without it, or for null, the SDK's default region. */
    public void setDefaultRegion(String region) {
        defaultRegion = region;
    }

    /**
     * Returns the named region; the default region when the name is null or blank.
     *
     * @throws software.amazon.awssdk.core.exception.SdkClientException if the SDK's default is needed and there is none
     */
    public String region(String name) {
        if (name != null && !name.isBlank()) {
            return name;
        }
        String known = defaultRegion;
        return known == null ? new DefaultAwsRegionProviderChain().getRegion().id() : known;
    }

    /** Returns the client of the region; of the default region when the name is null or blank. */
    public C client(String region) {
        return clients.computeIfAbsent(Region.of(region(region)), maker);
    }

    /** Closes all clients that were made. */
    @Override
    public void close() {
        clients.values().forEach(SdkClient::close);
        clients.clear();
    }
}
