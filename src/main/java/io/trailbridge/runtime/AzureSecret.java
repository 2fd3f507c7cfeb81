package io.trailbridge.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.aws.AwsFailures;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.azure.CredentialsException;
import io.trailbridge.azure.CredentialsSource;
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
 * Azure credentials in Secrets Manager: a JSON object of strings. A failed read keeps the last valid value and is a
 * fault until a read succeeds. The values are never logged.
 *
 * <p>Thread-safe. {@link #current()} never waits: when the last read is older than the interval (30 s if it failed), it
 * starts a read on a separate thread and returns the known value. {@link #refresh()} waits for a read, at most 10 s.
 * Only one read is in progress at a time; callers that arrive meanwhile share the next one.
 *
 * @param <T> the credentials
 */
abstract class AzureSecret<T> implements CredentialsSource<T> {
    private static final Logger LOG = LoggerFactory.getLogger(AzureSecret.class);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
    /** Interval after a failed read. */
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
     * The result of a read.
     *
     * @param began when it began, by the monotonic clock
     * @param failed whether the credentials are those of an earlier read
     */
    private record Reading<T>(T credentials, long began, boolean failed) {}

    /**
     * @param setting the setting that names the secret
     * @param contents the fields that it should have, for messages
     * @param nanos a monotonic clock
     * @param unreadable receives the fault when it cannot be read again
     */
    AzureSecret(
            SecretsManagerClient client,
            Setting setting,
            String name,
            String contents,
            Duration interval,
            LongSupplier nanos,
            FaultSignal unreadable) {
        this.client = client;
        this.setting = setting;
        this.name = name;
        this.contents = contents;
        this.interval = interval;
        this.nanos = nanos;
        this.unreadable = unreadable;
    }

    /**
     * Creates the credentials from the secret's fields.
     *
     * @param fields returns a field's string, null when it has none
     * @throws CredentialsException if a field is missing or wrong
     */
    abstract T credentials(UnaryOperator<String> fields);

    /**
     * Reads the secret for the first time.
     *
     * @throws SettingsException if the secret does not exist, may not be read, or lacks a field
     */
    final void readFirst() {
        long began = nanos.getAsLong();
        last = new Reading<>(read(), began, false);
    }

    @Override
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

    @Override
    public final T refresh() {
        long asked = nanos.getAsLong();
        reading.lock();
        try {
            // A read that began earlier may have missed the change that the caller asks for.
            if (last.began() - asked <= 0) {
                last = readAgain();
            }
            return last.credentials();
        } finally {
            reading.unlock();
        }
    }

    @GuardedBy("reading")
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
            unreadable.raise(
                    FaultCode.SECRET_UNREADABLE,
                    wrong.getMessage() + "; its last good value stays in use",
                    "correct what the cause names");
        } catch (RuntimeException failed) {
            CallFailure failure = AwsFailures.classify(failed);
            LOG.debug("secret={} not read again", name, failed);
            unreadable.raise(
                    FaultCode.SECRET_UNREADABLE,
                    failure.code() + ": " + failure.message() + "; its last good value stays in use",
                    failure.remedy());
        }
        return new Reading<>(known, began, true);
    }

    private T read() {
        String text;
        try {
            text = client.getSecretValue(request ->
                            request.secretId(name).overrideConfiguration(call -> call.apiCallTimeout(CALL_LIMIT)))
                    .secretString();
        } catch (ResourceNotFoundException missing) {
            throw wrong("there is no such secret in this account and region: create it, or correct its name", missing);
        } catch (InvalidRequestException deleted) {
            throw wrong("it cannot be read (" + AwsFailures.classify(deleted).message() + "): restore it", deleted);
        } catch (SecretsManagerException refused) {
            if (AwsFailures.classify(refused).fault() == FaultCode.ACCESS_DENIED) {
                throw wrong(
                        "reading it is denied: allow secretsmanager:GetSecretValue (and kms:Decrypt for its key)",
                        refused);
            }
            throw refused;
        }
        JsonNode secret = JsonText.parse(text == null ? "" : text)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> wrong("its value is not a JSON object: store " + contents, null));
        try {
            return credentials(field -> field(secret, field));
        } catch (CredentialsException wrong) {
            throw wrong(wrong.getMessage(), wrong);
        } catch (RuntimeException failed) {
            // A library's message about a secret may contain it.
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
