package io.trailbridge.runtime;

import io.trailbridge.azure.CredentialsException;
import io.trailbridge.azure.CredentialsSource;
import io.trailbridge.fault.Faults;
import io.trailbridge.flowlogs.storage.StorageCredentials;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The secret of the storage accounts: {@code tenantId}, {@code clientId} and {@code clientSecret} of a service principal
 * that may read their blobs, or a {@code connectionString}.
 */
final class StorageSecret extends AzureSecret<StorageCredentials> {
    private StorageSecret(
            SecretsManagerClient client, String name, Settings settings, LongSupplier nanos, Faults faults) {
        super(
                client,
                FlowLogsSink.STORAGE_SECRET,
                name,
                "tenantId, clientId and clientSecret, or connectionString",
                settings.duration(Setting.CREDENTIALS_REFRESH),
                nanos,
                faults.detail("secret " + name));
    }

    /**
     * Reads the secret; throws {@code SettingsException} when that fails. Without a configured secret, returns a source
     * for Azure's default credential.
     */
    static CredentialsSource<StorageCredentials> read(
            SecretsManagerClient client, Settings settings, LongSupplier nanos, Faults faults) {
        if (!settings.isSet(FlowLogsSink.STORAGE_SECRET)) {
            return CredentialsSource.of(StorageCredentials.ofEnvironment());
        }
        StorageSecret secret =
                new StorageSecret(client, settings.text(FlowLogsSink.STORAGE_SECRET), settings, nanos, faults);
        secret.readFirst();
        return secret;
    }

    @Override
    StorageCredentials credentials(UnaryOperator<String> fields) {
        StorageCredentials credentials = new StorageCredentials(
                fields.apply("tenantId"),
                fields.apply("clientId"),
                fields.apply("clientSecret"),
                fields.apply("connectionString"));
        if (credentials.equals(StorageCredentials.ofEnvironment())) {
            throw new CredentialsException("it has none of tenantId, clientId, clientSecret and connectionString");
        }
        return credentials;
    }
}
