package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import io.trailbridge.azure.CredentialsException;
import java.util.function.Supplier;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.azure.eventhubs.EventHubsConfiguration;
import org.apache.camel.component.azure.eventhubs.EventHubsEndpoint;

/** Camel's Event Hubs endpoint with the at-least-once consumer. */
final class AtLeastOnceEndpoint extends EventHubsEndpoint {
    private static final int STOCK_PREFETCH = 500;

    private final AtLeastOnceEventHubsComponent component;
    private final String path;
    private boolean ownCredentials;

    /** @param path the URI after the scheme: {@code namespace/hub}, or any name */
    AtLeastOnceEndpoint(
            String uri, AtLeastOnceEventHubsComponent component, EventHubsConfiguration configuration, String path) {
        super(uri, component, configuration);
        this.component = component;
        this.path = path;
    }

    /** Uses the credentials of the endpoint itself; the component's source is not asked. */
    void useOwnCredentials() {
        ownCredentials = true;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        AtLeastOnceConsumer consumer = new AtLeastOnceConsumer(this, component, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** Returns the endpoint's name as a route writes it. */
    String name() {
        return "azure-eventhubs:" + path;
    }

    EventHubsSettings settings() {
        int prefetch = getConfiguration().getPrefetchCount();
        return prefetch == STOCK_PREFETCH
                ? component.getSettings()
                : component.getSettings().toBuilder().prefetch(prefetch).build();
    }

    CheckpointStore checkpointStore() {
        CheckpointStore store = getConfiguration().getCheckpointStore() != null
                ? getConfiguration().getCheckpointStore()
                : component.getCheckpointStore();
        if (store == null) {
            throw new IllegalStateException("endpoint " + getEndpointBaseUri() + " has no checkpoint store: set one on"
                    + " the azure-eventhubs component or by the option checkpointStore");
        }
        return store;
    }

    HubAddress connection() {
        return ownCredentials
                ? HubAddress.of(getConfiguration())
                : checked(component.getCredentialsSource().current());
    }

    /**
     * Returns the connection after reading the credentials again; {@code null} when the endpoint has credentials of its
     * own, which cannot be read again.
     */
    Supplier<HubAddress> reconnection() {
        return ownCredentials
                ? null
                : () -> checked(component.getCredentialsSource().refresh());
    }

    /** Returns the address for the credentials. A URI with a namespace and a hub must name those of the credentials. */
    private HubAddress checked(EventHubCredentials credentials) {
        int slash = path.indexOf('/');
        if (slash > 0) {
            String namespace = path.substring(0, slash);
            String hub = path.substring(slash + 1);
            String given = credentials.fullyQualifiedNamespace();
            boolean sameNamespace = given.equalsIgnoreCase(namespace)
                    || given.regionMatches(true, 0, namespace + ".", 0, namespace.length() + 1);
            if (!sameNamespace || !hub.equalsIgnoreCase(credentials.eventHubName())) {
                throw new CredentialsException("endpoint azure-eventhubs:" + path + " is not the hub that the"
                        + " credentials are for (" + given + "/" + credentials.eventHubName()
                        + "): change the URI or the"
                        + " secret, or use a plain name such as azure-eventhubs:defender");
            }
        }
        return HubAddress.of(credentials, getConfiguration());
    }
}
