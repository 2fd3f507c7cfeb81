package io.trailbridge.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.trailbridge.settings.Setting;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.SecretsManagerStandIn;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AzureSecretTest {
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final SecretsManagerStandIn secrets = SecretsManagerStandIn.start();
    // Near the overflow of the nanosecond clock on purpose.
    private long nanos = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();
    private AzureSecret<String> secret;

    @BeforeEach
    void read() {
        secrets.put("hub", "{\"key\":\"first\"}");
        secret = new AzureSecret<>(secrets.client(), Setting.CREDENTIALS_SECRET, "hub", "key", INTERVAL, () -> nanos) {
            @Override
            String credentials(UnaryOperator<String> fields) {
                return fields.apply("key");
            }
        };
        secret.readFirst();
        secrets.put("hub", "{\"key\":\"second\"}");
    }

    @AfterEach
    void stop() {
        secrets.close();
    }

    /** It has no other clock: one that is set does not hold it up. */
    @Test
    void itIsReadAgainWhenItsIntervalHasPassedByTheClockThatNobodySets() {
        nanos += INTERVAL.toNanos() - 1;
        assertEquals("first", secret.current());
        nanos++;
        assertEquals("second", secret.current());
        assertEquals(2, secrets.calls());
    }

    @Test
    void aReadingThatFailsKeepsTheLastGoodOneForAnotherInterval() {
        secrets.faults().fail(Failure.ACCESS_DENIED);
        nanos += INTERVAL.toNanos();
        assertEquals("first", secret.current());
        secrets.faults().recover();
        assertEquals("first", secret.current());
        nanos += INTERVAL.toNanos();
        assertEquals("second", secret.current());
    }
}
