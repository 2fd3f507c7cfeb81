package io.trailbridge.aws;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.regions.Region;

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
