package io.trailbridge.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.SettingsException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/**
 * Credentials of Azure in Secrets Manager: a JSON object of texts. Read again when asked and the last reading is older
 * than the interval; a reading that fails keeps the last good one. Thread-safe. The values are never logged.
 *
 * @param <T> the credentials
 */
abstract class AzureSecret<T> {
    private static final Logger LOG = LoggerFactory.getLogger(AzureSecret.class);

    private final SecretsManagerClient client;
    private final Setting setting;
    private final String name;
    private final String contents;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private T credentials;
    private long readAt;

    /**
     * @param setting what names the secret
     * @param contents the fields that it should have, for messages
     * @param nanoTime the clock of the interval, as {@link System#nanoTime}: one that nobody sets
     */
    AzureSecret(SecretsManagerClient client, Setting setting, String name, String contents, Duration interval,
            LongSupplier nanoTime) {
        this.client = client;
        this.setting = setting;
        this.name = name;
        this.contents = contents;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Makes the credentials of the secret's fields.
     *
     * @param fields gives a field's text, null when it has none
     * @throws IllegalArgumentException if a field is missing or wrong
     */
    abstract T credentials(UnaryOperator<String> fields);

    /**
     * Reads the secret for the first time.
     *
     * @throws SettingsException if the secret is not there, may not be read, or lacks a field
     */
    final synchronized void readFirst() {
        credentials = read();
        readAt = nanoTime.getAsLong();
    }

    public final synchronized T current() {
        return nanoTime.getAsLong() - readAt < intervalNanos ? credentials : refresh();
    }

    public final synchronized T refresh() {
        try {
            T latest = read();
            if (!latest.equals(credentials)) {
                LOG.info("credentials changed secret={}", name);
            }
            credentials = latest;
        } catch (SettingsException | SdkException failed) {
            LOG.warn("secret not read again, its last good value stays in use secret={} cause={}", name,
                    failed.getMessage());
        }
        readAt = nanoTime.getAsLong();
        return credentials;
    }

    private T read() {
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
                () -> wrong("its value is not a JSON object: store " + contents, null));
        try {
            return credentials(field -> field(secret, field));
        } catch (IllegalArgumentException wrong) {
            throw wrong(wrong.getMessage(), wrong);
        }
    }

    private static String field(JsonNode secret, String name) {
        JsonNode value = secret.path(name);
        return value.isTextual() && !value.asText().isBlank() ? value.asText().strip() : null;
    }

    private SettingsException wrong(String what, Exception cause) {
        return new SettingsException(setting.names() + ", secret '" + name + "': " + what, cause);
    }
}
