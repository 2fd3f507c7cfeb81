package io.trailbridge.runtime;

import io.trailbridge.eventhubs.EventHubCredentials;
import io.trailbridge.fault.Faults;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The secret of the Event Hub: {@code connectionString}, {@code eventHubNamespace}, {@code eventHubName} and
 * {@code consumerGroup}.
 */
final class HubSecret extends AzureSecret<EventHubCredentials> {
    private HubSecret(SecretsManagerClient client, String name, Settings settings, LongSupplier nanos, Faults faults) {
        super(
                client,
                Setting.CREDENTIALS_SECRET,
                name,
                "connectionString, eventHubNamespace, eventHubName",
                settings.duration(Setting.CREDENTIALS_REFRESH),
                nanos,
                faults.detail("secret " + name));
    }

    /** Reads the secret; throws {@code SettingsException} when that fails. */
    static HubSecret read(SecretsManagerClient client, Settings settings, LongSupplier nanos, Faults faults) {
        String name = nameIn(settings);
        HubSecret secret = new HubSecret(client, name, settings, nanos, faults);
        secret.readFirst();
        return secret;
    }

    /**
     * Returns the name of the secret.
     *
     * @throws SettingsException if it is not set
     */
    static String nameIn(Settings settings) {
        return settings.required(Setting.CREDENTIALS_SECRET, "name the secret with the Event Hubs credentials");
    }

    @Override
    EventHubCredentials credentials(UnaryOperator<String> fields) {
        return new EventHubCredentials(
                fields.apply("connectionString"),
                fields.apply("eventHubNamespace"),
                fields.apply("eventHubName"),
                fields.apply("consumerGroup"));
    }
}
