package io.trailbridge.standin.eventhubs;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;

/**
 * An Event Hubs namespace in this JVM: AMQP 1.0 on a loopback port, to which the plain Azure SDK connects.
 * Events are kept in memory until it is closed. Every method may be called by any thread; {@link #close} cuts the
 * connections and ends the server's only thread. What it answers follows the service's public protocol guide and the
 * SDK's own code; it has no quotas but the receiver limit, and hashes partition keys in its own way.
 */
public final class EventHubsStandIn implements AutoCloseable {

    private final Builder settings;
    private final Namespace namespace;
    private final AccessKeys keys;
    private final EventLoop loop;
    private final PartitionReaders readers = new PartitionReaders();
    private final Faults faults;
    private final ConnectionHandler connections;
    private final TlsIdentity identity;
    private final int port;

    private EventHubsStandIn(Builder builder) throws IOException {
        settings = builder;
        keys = new AccessKeys(builder.clock, builder.keys);
        loop = new EventLoop(readers::pump);
        faults = new Faults(loop, keys);
        List<Hub> hubs = new ArrayList<>();
        builder.hubs.forEach((name, partitions) -> hubs.add(create(name, partitions)));
        namespace = new Namespace(hubs);
        CbsNode cbs = new CbsNode(loop, faults, keys, builder.bearerToken, builder.clock);
        identity = builder.tls ? TlsIdentity.create() : null;
        connections = new ConnectionHandler(
                loop,
                faults,
                namespace,
                cbs,
                new ManagementNode(loop, faults, namespace, cbs, builder.clock),
                readers,
                identity == null ? null : identity.serverDomain(),
                builder.idleTimeout,
                builder.clock);
        faults.over(connections::peers);
        port = loop.start(builder.port, connections);
    }

    public static Builder builder() {
        return new Builder();
    }

    public int port() {
        return port;
    }

    /** With the first key. Without TLS it carries {@code UseDevelopmentEmulator=true}. */
    public String connectionString(String hub) {
        return connectionString(hub, settings.keys.keySet().iterator().next());
    }

    /** With the secret that the key has now. */
    public String connectionString(String hub, String keyName) {
        return "Endpoint=sb://localhost:" + port + ";SharedAccessKeyName=" + keyName + ";SharedAccessKey="
                + keys.secret(keyName) + ";EntityPath=" + hub + (settings.tls ? "" : ";UseDevelopmentEmulator=true");
    }

    /** A context that trusts this server's certificate; the SDK takes the JVM's default one. Only with TLS. */
    public SSLContext clientContext() {
        if (identity == null) {
            throw new IllegalStateException("This stand-in was built without tls(true).");
        }
        return identity.context();
    }

    public Faults faults() {
        return faults;
    }

    /** The hub's events. */
    public HubLog hub(String name) {
        return existing(name).log();
    }

    /** Adds an empty partition with the next number, as scaling a hub out does. */
    public void addPartition(String hub) {
        existing(hub).log().addPartition();
    }

    /**
     * Deletes a hub and recreates it under its name, with as many partitions: it is empty, its creation time is now,
     * and its offsets and sequence numbers begin again. Cuts all connections.
     */
    public void recreate(String hub) {
        Hub old = existing(hub);
        namespace.put(create(old.name(), old.log().partitions()));
        faults.dropConnections();
    }

    /** How many connections are open. */
    public int connections() {
        return loop.call(() -> connections.peers().size());
    }

    /** How many receivers are attached to the hub's partitions, all consumer groups together. */
    public int receivers(String hub) {
        return loop.call(() -> readers.count(hub.toLowerCase(Locale.ROOT)));
    }

    @Override
    public void close() {
        loop.stop(() -> connections.peers().forEach(Peer::cut));
    }

    private Hub create(String name, int partitions) {
        return new Hub(
                name,
                settings.clock.instant(),
                new HubLog(partitions, settings.clock, loop::wake),
                Set.copyOf(settings.groups));
    }

    private Hub existing(String name) {
        Hub hub = namespace.hub(name);
        if (hub == null) {
            throw new IllegalArgumentException("hub=" + name + " is not one of this stand-in's");
        }
        return hub;
    }

    /** Settings; the defaults are one key with a random secret, a free port, no TLS and 4 minutes of idleness. */
    public static final class Builder {

        private final Map<String, Integer> hubs = new LinkedHashMap<>();
        private final Set<String> groups = ConcurrentHashMap.newKeySet();
        private final Map<String, String> keys = new LinkedHashMap<>();
        private String bearerToken;
        private boolean tls;
        private int port;
        private Duration idleTimeout = Duration.ofMinutes(4);
        private Clock clock = Clock.systemUTC();

        private Builder() {
            groups.add("$default");
        }

        public Builder hub(String name, int partitions) {
            hubs.put(name, partitions);
            return this;
        }

        /** A consumer group that all hubs have beside {@code $Default}. */
        public Builder consumerGroup(String name) {
            groups.add(name.toLowerCase(Locale.ROOT));
            return this;
        }

        public Builder tls(boolean on) {
            tls = on;
            return this;
        }

        /** 0, the default, takes a free port. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        public Builder key(String name, String secret) {
            keys.put(name, secret);
            return this;
        }

        /** Accepts this token where a Microsoft Entra ID credential is used; without it such clients are refused. */
        public Builder bearerToken(String token) {
            bearerToken = token;
            return this;
        }

        /** Closes a connection from which nothing has come for this long. */
        public Builder idleTimeout(Duration timeout) {
            idleTimeout = timeout;
            return this;
        }

        /** The clock of enqueued times and token expiry. */
        public Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws IOException when the port is taken or the certificate cannot be made
         */
        public EventHubsStandIn start() throws IOException {
            if (keys.isEmpty()) {
                byte[] secret = new byte[32];
                ThreadLocalRandom.current().nextBytes(secret);
                keys.put("RootManageSharedAccessKey", Base64.getEncoder().encodeToString(secret));
            }
            return new EventHubsStandIn(this);
        }
    }
}
