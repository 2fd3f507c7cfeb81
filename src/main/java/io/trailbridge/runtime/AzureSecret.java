package io.trailbridge.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.eventhubs.CredentialsSource;
import io.trailbridge.eventhubs.EventHubCredentials;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.SettingsException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/**
 * The Event Hubs credentials in Secrets Manager: a JSON object of the texts {@code connectionString},
 * {@code eventHubNamespace}, {@code eventHubName} and {@code consumerGroup}. Read again when asked and the last reading is
 * older than the interval; a reading that fails keeps the last good one. Thread-safe. The values are never logged.
 */
final class AzureSecret implements CredentialsSource {
    private static final Logger LOG = LoggerFactory.getLogger(AzureSecret.class);

    private final SecretsManagerClient client;
    private final String name;
    private final Duration interval;
    private final Clock clock;
    private EventHubCredentials credentials;
    private Instant readAt;

    /**
     * Reads the secret at once.
     *
     * @throws SettingsException if the secret is not there, may not be read, or lacks a field
     */
    AzureSecret(SecretsManagerClient client, String name, Duration interval, Clock clock) {
        this.client = client;
        this.name = name;
        this.interval = interval;
        this.clock = clock;
        this.credentials = read();
        this.readAt = clock.instant();
    }

    @Override
    public synchronized EventHubCredentials current() {
        return readAt.plus(interval).isAfter(clock.instant()) ? credentials : refresh();
    }

    @Override
    public synchronized EventHubCredentials refresh() {
        try {
            EventHubCredentials latest = read();
            if (!latest.equals(credentials)) {
                LOG.info("credentials changed secret={}", name);
            }
            credentials = latest;
        } catch (SettingsException | SdkException failed) {
            LOG.warn("secret not read again, its last good value stays in use secret={} cause={}", name,
                    failed.getMessage());
        }
        readAt = clock.instant();
        return credentials;
    }

    private EventHubCredentials read() {
        String text;
        try {
            text = client.getSecretValue(request -> request.secretId(name)).secretString();
        } catch (ResourceNotFoundException missing) {
            throw wrong("there is no such secret in this account and region: create it, or correct its name", missing);
        } catch (InvalidRequestException deleted) {
            throw wrong("it cannot be read (" + deleted.awsErrorDetails().errorMessage() + "): restore it", deleted);
        } catch (SecretsManagerException refused) {
            if (refused.awsErrorDetails() != null
                    && refused.awsErrorDetails().errorCode().startsWith("AccessDenied")) {
                throw wrong("reading it is denied: allow secretsmanager:GetSecretValue (and kms:Decrypt for its key)", refused);
            }
            throw refused;
        }
        JsonNode secret = JsonText.parse(text == null ? "" : text).filter(JsonNode::isObject).orElseThrow(
                () -> wrong("its value is not a JSON object: store connectionString, eventHubNamespace, eventHubName", null));
        return credentials(secret);
    }

    private EventHubCredentials credentials(JsonNode secret) {
        try {
            return new EventHubCredentials(field(secret, "connectionString"), field(secret, "eventHubNamespace"),
                    field(secret, "eventHubName"), field(secret, "consumerGroup"));
        } catch (IllegalArgumentException wrong) {
            throw wrong(wrong.getMessage(), wrong);
        }
    }

    private static String field(JsonNode secret, String name) {
        JsonNode value = secret.path(name);
        return value.isTextual() && !value.asText().isBlank() ? value.asText().strip() : null;
    }

    private SettingsException wrong(String what, Exception cause) {
        return new SettingsException(Setting.CREDENTIALS_SECRET.names() + ", secret '" + name + "': " + what, cause);
    }
}
