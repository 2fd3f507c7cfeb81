package io.trailbridge.flowlogs.storage;

import io.trailbridge.azure.CredentialsException;
import java.util.Arrays;

/**
 * The credentials for the storage accounts: a service principal, a connection string, or, when neither is given, those
 * found by Azure's DefaultAzureCredential (managed identity, workload identity, environment).
 *
 * @param tenantId the service principal's tenant; with clientId and clientSecret, or all three null
 * @param connectionString the connection string of one storage account, whose blobs alone can then be read; may be null
 */
public record StorageCredentials(String tenantId, String clientId, String clientSecret, String connectionString) {
    /** Checks the credentials. Throws {@link CredentialsException} naming the missing or wrong field, but no value. */
    public StorageCredentials {
        tenantId = blankToNull(tenantId);
        clientId = blankToNull(clientId);
        clientSecret = blankToNull(clientSecret);
        connectionString = blankToNull(connectionString);
        long given = Arrays.asList(tenantId, clientId, clientSecret).stream()
                .filter(part -> part != null)
                .count();
        if (given != 0 && given != 3) {
            throw new CredentialsException("tenantId, clientId and clientSecret belong together: "
                    + (tenantId == null ? "tenantId" : clientId == null ? "clientId" : "clientSecret") + " is missing");
        }
        if (connectionString != null) {
            if (given != 0) {
                throw new CredentialsException("connectionString and tenantId, clientId, clientSecret exclude each"
                        + " other: store the one or the others");
            }
            connectionString = StorageConnectionString.parse(connectionString).text();
        }
    }

    /** Returns credentials for DefaultAzureCredential. */
    public static StorageCredentials ofEnvironment() {
        return new StorageCredentials(null, null, null, null);
    }

    boolean isServicePrincipal() {
        return tenantId != null;
    }

    /** Returns a description without the secrets. */
    @Override
    public String toString() {
        return "StorageCredentials["
                + (connectionString != null
                        ? "connection string"
                        : isServicePrincipal() ? "service principal " + clientId : "DefaultAzureCredential")
                + "]";
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
