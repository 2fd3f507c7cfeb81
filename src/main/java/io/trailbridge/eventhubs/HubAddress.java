package io.trailbridge.eventhubs;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.amqp.AmqpTransportType;
import com.azure.core.credential.TokenCredential;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventProcessorClientBuilder;
import io.trailbridge.azure.CredentialsException;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.camel.component.azure.eventhubs.CredentialType;
import org.apache.camel.component.azure.eventhubs.EventHubsConfiguration;

/**
 * A hub, a consumer group and the credentials to read them.
 *
 * @param namespace  the fully qualified namespace, as configured
 * @param credential the credential for Entra ID; {@code null} when the connection string is used
 */
record HubAddress(
        String namespace,
        String hub,
        String consumerGroup,
        String connectionString,
        TokenCredential credential,
        AmqpTransportType transport,
        AmqpRetryOptions retry) {
    private static final String DEFAULT_GROUP = "$Default";
    private static final String DOMAIN = ".servicebus.windows.net";

    /**
     * Returns the address for the credentials. A consumer group of the endpoint has precedence unless it is the
     * default.
     */
    static HubAddress of(EventHubCredentials credentials, EventHubsConfiguration options) {
        String group = DEFAULT_GROUP.equals(options.getConsumerGroupName()) || options.getConsumerGroupName() == null
                ? credentials.consumerGroup()
                : options.getConsumerGroupName();
        return new HubAddress(
                credentials.fullyQualifiedNamespace(),
                credentials.eventHubName(),
                group,
                credentials.connectionString(),
                credentials.connectionString() == null ? new DefaultAzureCredentialBuilder().build() : null,
                options.getAmqpTransportType(),
                options.getAmqpRetryOptions());
    }

    /**
     * Returns the address from the options of the endpoint's URI or of the component, by the rules of the stock
     * component.
     */
    static HubAddress of(EventHubsConfiguration options) {
        CredentialType type = options.getCredentialType();
        if (type == CredentialType.TOKEN_CREDENTIAL || type == CredentialType.AZURE_IDENTITY) {
            TokenCredential credential = type == CredentialType.TOKEN_CREDENTIAL
                    ? options.getTokenCredential()
                    : new DefaultAzureCredentialBuilder().build();
            return new HubAddress(
                    options.getNamespace() + DOMAIN,
                    options.getEventHubName(),
                    options.getConsumerGroupName(),
                    null,
                    credential,
                    options.getAmqpTransportType(),
                    options.getAmqpRetryOptions());
        }
        String text = options.getConnectionString() != null
                ? options.getConnectionString()
                : String.format(
                        Locale.ROOT,
                        "Endpoint=sb://%s%s/;SharedAccessKeyName=%s;SharedAccessKey=%s",
                        options.getNamespace(),
                        DOMAIN,
                        options.getSharedAccessName(),
                        options.getSharedAccessKey());
        return of(
                new EventHubCredentials(text, null, options.getEventHubName(), options.getConsumerGroupName()),
                options);
    }

    EventProcessorClientBuilder processor() {
        EventProcessorClientBuilder builder = new EventProcessorClientBuilder()
                .consumerGroup(consumerGroup)
                .transportType(transport)
                .retryOptions(retry);
        return credential != null
                ? builder.credential(namespace, hub, credential)
                : taken(() -> builder.connectionString(parsed().withoutHub(), hub));
    }

    EventHubClientBuilder client(AmqpRetryOptions retries) {
        EventHubClientBuilder builder = new EventHubClientBuilder()
                .consumerGroup(consumerGroup)
                .transportType(transport)
                .retryOptions(retries);
        return credential != null
                ? builder.credential(namespace, hub, credential)
                : taken(() -> builder.connectionString(parsed().withoutHub(), hub));
    }

    /**
     * Returns whether the address and its credentials are the same. Credentials of Entra ID always count as the same,
     * because their tokens are renewed automatically.
     */
    boolean sameAs(HubAddress other) {
        return namespace.equalsIgnoreCase(other.namespace)
                && hub.equals(other.hub)
                && consumerGroup.equals(other.consumerGroup)
                && Objects.equals(connectionString, other.connectionString);
    }

    /** Returns the TCP port that the SDK connects to. */
    int port() {
        OptionalInt named = connectionString == null ? OptionalInt.empty() : parsed().port();
        if (named.isPresent()) {
            return named.getAsInt();
        }
        return transport == AmqpTransportType.AMQP_WEB_SOCKETS ? 443 : tls() ? 5671 : 5672;
    }

    /** Returns whether the connection uses TLS: always, except for an emulator on the same machine. */
    boolean tls() {
        return connectionString == null || parsed().tls();
    }

    /** Contains no secrets. */
    @Override
    public String toString() {
        return namespace + "/" + hub + " " + consumerGroup;
    }

    private HubConnectionString parsed() {
        return HubConnectionString.parse(connectionString);
    }

    /** Drops the SDK's error message, because it may repeat the rejected part of a connection string. */
    private <B> B taken(Supplier<B> builder) {
        try {
            return builder.get();
        } catch (RuntimeException refused) {
            throw new CredentialsException("the SDK refuses the connection string of " + this + " by a "
                    + refused.getClass().getSimpleName()
                    + ": copy it again from the shared access policy of the namespace"
                    + " or hub");
        }
    }
}
