package io.trailbridge.flowlogs.storage;

import com.azure.core.http.HttpClient;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.azure.CredentialsException;
import io.trailbridge.azure.CredentialsSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * The clients of the storage accounts. They are created from the credentials on first use, and again when the
 * credentials have changed. Credentials are sent only to endpoints that {@link StorageEndpoint} trusts. Thread-safe.
 */
public final class StorageAccess {
    /** Retries of the SDK for a short failure; a longer failure is waited out without a thread. */
    private static final RequestRetryOptions RETRIES = new RequestRetryOptions(
            RetryPolicyType.EXPONENTIAL,
            3,
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            null);

    private static final int MOST_CLIENTS = 256;

    /** Creates the client of an account. */
    interface Clients {
        BlobServiceClient client(StorageCredentials credentials, String endpoint);
    }

    private final CredentialsSource<StorageCredentials> source;
    private final Set<String> accounts;
    private final Clients maker;
    /**
     * The most recently used clients, a limited number because notices may name arbitrary accounts. They share their
     * connections.
     */
    @GuardedBy("this")
    private final Map<String, BlobServiceClient> clients = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BlobServiceClient> eldest) {
            return size() > MOST_CLIENTS;
        }
    };

    @GuardedBy("this")
    private StorageCredentials used;

    /** @param accounts the names of the accounts that may be read; empty for any */
    public StorageAccess(CredentialsSource<StorageCredentials> source, Set<String> accounts) {
        this(source, accounts, new AzureClients());
    }

    StorageAccess(CredentialsSource<StorageCredentials> source, Set<String> accounts, Clients maker) {
        this.source = source;
        this.accounts = Set.copyOf(accounts);
        this.maker = maker;
    }

    /** Returns whether this account is ours by the settings, and not only because a notice names it. */
    public boolean isOwn(String account) {
        return accounts.contains(account) || source.current().connectionString() != null;
    }

    /** Returns the only endpoint that the current credentials are for; null when they are for any Azure account. */
    public StorageEndpoint endpoint() {
        String connectionString = source.current().connectionString();
        return connectionString == null ? null : StorageEndpoint.of(connectionString);
    }

    /** Returns the names of the accounts that may be read; empty for any. */
    public Set<String> accounts() {
        return accounts;
    }

    /**
     * Returns a blob of an account that may be read.
     *
     * @param endpoint the URL of a {@link StorageEndpoint}
     * @param path the blob's name in its container, decoded
     * @param fetched receives the number of bytes of each fetch, on the thread that reads
     * @param nanos a monotonic clock
     */
    public RemoteBlob blob(String endpoint, String container, String path, IntConsumer fetched, LongSupplier nanos) {
        return new RemoteBlob(
                service(endpoint).getBlobContainerClient(container).getBlobClient(path), fetched, nanos);
    }

    /** Reads the credentials again, because an account has refused them. */
    public void refused() {
        source.refresh();
    }

    private synchronized BlobServiceClient service(String endpoint) {
        StorageCredentials current = source.current();
        if (!current.equals(used)) {
            clients.clear();
            used = current;
        }
        return clients.computeIfAbsent(endpoint, address -> maker.client(current, address));
    }

    /** The clients of Azure, on connections that they share. Guarded by its user. */
    private static final class AzureClients implements Clients {
        private HttpClient http;

        @Override
        public BlobServiceClient client(StorageCredentials credentials, String endpoint) {
            if (http == null) {
                http = HttpClient.createDefault();
            }
            BlobServiceClientBuilder client =
                    new BlobServiceClientBuilder().httpClient(http).retryOptions(RETRIES);
            if (credentials.connectionString() != null) {
                return byConnectionString(client, credentials.connectionString());
            }
            client.endpoint(endpoint);
            if (credentials.isServicePrincipal()) {
                client.credential(new ClientSecretCredentialBuilder()
                        .tenantId(credentials.tenantId())
                        .clientId(credentials.clientId())
                        .clientSecret(credentials.clientSecret())
                        .build());
            } else {
                client.credential(new DefaultAzureCredentialBuilder().build());
            }
            return client.buildClient();
        }

        /**
         * Creates a client from a connection string. The SDK's message is not passed on, because it may repeat parts of
         * the connection string.
         */
        private static BlobServiceClient byConnectionString(BlobServiceClientBuilder client, String connectionString) {
            try {
                return client.connectionString(connectionString).buildClient();
            } catch (RuntimeException refused) {
                throw new CredentialsException("the SDK refuses the connection string by a "
                        + refused.getClass().getSimpleName() + ": copy it again from the access keys of the storage"
                        + " account");
            }
        }
    }
}
