package io.trailbridge.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.azure.CredentialsException;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.SettingsException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/**
 * Credentials of Azure in Secrets Manager: a JSON object of texts. A reading that fails keeps the last good one and is
 * a fault until one succeeds. The values are never logged.
 *
 * <p>Thread-safe. {@link #current()} never waits: when the last reading is older than the interval (30 s where it
 * failed) it has the secret read by a thread of its own and answers what it knows. {@link #refresh()} waits for a
 * reading, 10 s at most. One reading is under way at a time; those who ask meanwhile share the next.
 *
 * @param <T> the credentials
 */
abstract class AzureSecret<T> {
    private static final Logger LOG = LoggerFactory.getLogger(AzureSecret.class);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
    /** After a reading that failed. */
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final SecretsManagerClient client;
    private final Setting setting;
    private final String name;
    private final String contents;
    private final Duration interval;
    private final LongSupplier nanos;
    private final FaultSignal unreadable;
    private final ReentrantLock reading = new ReentrantLock();
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile Reading<T> last;

    /**
     * What is known by a reading.
     *
     * @param began by the clock of durations
     * @param failed whether the credentials are those of an earlier one
     */
    private record Reading<T>(T credentials, long began, boolean failed) {}

    /**
     * @param setting what names the secret
     * @param contents the fields that it should have, for messages
     * @param nanos a clock that only goes forward
     * @param unreadable where to say that it cannot be read again
     */
    AzureSecret(SecretsManagerClient client, Setting setting, String name, String contents, Duration interval,
            LongSupplier nanos, FaultSignal unreadable) {
        this.client = client;
        this.setting = setting;
        this.name = name;
        this.contents = contents;
        this.interval = interval;
        this.nanos = nanos;
        this.unreadable = unreadable;
    }

    /**
     * Makes the credentials of the secret's fields.
     *
     * @param fields gives a field's text, null when it has none
     * @throws CredentialsException if a field is missing or wrong
     */
    abstract T credentials(UnaryOperator<String> fields);

    /**
     * Reads the secret for the first time.
     *
     * @throws SettingsException if the secret is not there, may not be read, or lacks a field
     */
    final void readFirst() {
        long began = nanos.getAsLong();
        last = new Reading<>(read(), began, false);
    }

    public final T current() {
        Reading<T> known = last;
        Duration good = known.failed() && interval.compareTo(RETRY) > 0 ? RETRY : interval;
        if (nanos.getAsLong() - known.began() >= good.toNanos() && due.compareAndSet(false, true)) {
            Thread reader = new Thread(this::readDue, "read-secret " + name);
            reader.setDaemon(true);
            reader.start();
        }
        return known.credentials();
    }

    private void readDue() {
        try {
            refresh();
        } finally {
            due.set(false);
        }
    }

    public final T refresh() {
        long asked = nanos.getAsLong();
        reading.lock();
        try {
            // A reading that began before may have missed what the caller asks for.
            if (last.began() - asked <= 0) {
                last = readAgain();
            }
            return last.credentials();
        } finally {
            reading.unlock();
        }
    }

    private Reading<T> readAgain() {
        long began = nanos.getAsLong();
        T known = last.credentials();
        try {
            T latest = read();
            unreadable.clear();
            if (!latest.equals(known)) {
                LOG.info("credentials changed secret={}", name);
            }
            return new Reading<>(latest, began, false);
        } catch (SettingsException wrong) {
            unreadable.raise(FaultCode.SECRET_UNREADABLE, wrong.getMessage() + "; its last good value stays in use",
                    "put right what the cause names");
        } catch (RuntimeException failed) {
            CallFailure failure = AwsFailures.classify(failed);
            LOG.debug("secret={} not read again", name, failed);
            unreadable.raise(FaultCode.SECRET_UNREADABLE, failure.code() + ": " + failure.message()
                    + "; its last good value stays in use", failure.remedy());
        }
        return new Reading<>(known, began, true);
    }

    private T read() {
        String text;
        try {
            text = client.getSecretValue(request -> request.secretId(name)
                    .overrideConfiguration(call -> call.apiCallTimeout(CALL_LIMIT))).secretString();
        } catch (ResourceNotFoundException missing) {
            throw wrong("there is no such secret in this account and region: create it, or correct its name", missing);
        } catch (InvalidRequestException deleted) {
            throw wrong("it cannot be read (" + AwsFailures.classify(deleted).message() + "): restore it", deleted);
        } catch (SecretsManagerException refused) {
            if (AwsFailures.classify(refused).fault() == FaultCode.ACCESS_DENIED) {
                throw wrong("reading it is denied: allow secretsmanager:GetSecretValue (and kms:Decrypt for its key)",
                        refused);
            }
            throw refused;
        }
        JsonNode secret = JsonText.parse(text == null ? "" : text).filter(JsonNode::isObject).orElseThrow(
                () -> wrong("its value is not a JSON object: store " + contents, null));
        try {
            return credentials(field -> field(secret, field));
        } catch (CredentialsException wrong) {
            throw wrong(wrong.getMessage(), wrong);
        } catch (RuntimeException failed) {
            // What a library says of a secret may hold it.
            throw wrong("its value cannot be used (" + failed.getClass().getName() + "): store " + contents, null);
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
