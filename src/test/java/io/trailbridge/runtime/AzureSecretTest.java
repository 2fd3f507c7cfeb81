package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.fault.Faults;
import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.SecretsManagerStandIn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AzureSecretTest {
    private static final String NAME = "hub";
    private static final int CALLERS = 6;

    private final SecretsManagerStandIn secrets = SecretsManagerStandIn.start();
    private final Settings settings =
            Catalog.load(null, Map.of("AZURE_CREDENTIALS_SECRET_NAME", NAME), new Properties());
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicInteger looks = new AtomicInteger();
    private final Faults faults = new Faults();
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    @BeforeEach
    void put() {
        store("first");
    }

    @AfterEach
    void stop() {
        secrets.faults().clear();
        callers.shutdownNow();
        secrets.close();
    }

    private void store(String group) {
        secrets.put(
                NAME,
                "{\"eventHubNamespace\":\"contoso.servicebus.windows.net\",\"eventHubName\":\"h\",\"consumerGroup\":\""
                        + group + "\"}");
    }

    private HubSecret read() {
        return HubSecret.read(secrets.client(), settings, this::look, faults);
    }

    private long look() {
        long now = nanos.get();
        looks.incrementAndGet();
        return now;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void anAnswerWithoutAnErrorCodeIsNamedAsWhatItIs() {
        secrets.faults().fail(new Failure(403, null, "Forbidden"));
        SettingsException refused = assertThrows(SettingsException.class, this::read);
        assertTrue(refused.getMessage().contains("secretsmanager:GetSecretValue"), refused.getMessage());
    }

    @Test
    void nobodyWaitsForAReadingThatHangsAndOneIsUnderWayAtATime() throws Exception {
        HubSecret secret = read();
        store("second");
        secrets.faults().hang();
        pass(Duration.ofMinutes(15));

        for (int i = 0; i < 100; i++) {
            assertEquals("first", secret.current().consumerGroup());
        }
        await().until(() -> secrets.calls() == 2);
        secrets.faults().clear();

        await().until(() -> secret.current().consumerGroup().equals("second"));
        assertEquals(2, secrets.calls());
        assertTrue(faults.present().isEmpty());
    }

    @Test
    void thoseWhoAskForAReadingMeanwhileShareTheNext() throws Exception {
        HubSecret secret = read();
        secrets.faults().hang();
        List<CompletableFuture<String>> asked = IntStream.range(0, CALLERS)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> secret.refresh().consumerGroup(), callers))
                .toList();
        // Each has read the clock, and the one whose reading is in progress once more, as at the first reading.
        await().until(() -> secrets.calls() == 2 && looks.get() == CALLERS + 2);
        pass(Duration.ofSeconds(1));
        secrets.faults().clear();

        for (CompletableFuture<String> one : asked) {
            one.get(30, TimeUnit.SECONDS);
        }
        assertEquals(3, secrets.calls(), "the first, the one in progress, and one for all that asked meanwhile");
    }

    @Test
    void aSecretThatCannotBeReadAgainIsAFaultUntilItCanAndItsLastGoodValueStaysInUse() {
        HubSecret secret = read();
        secrets.faults().fail(Failure.ACCESS_DENIED);
        assertEquals("first", secret.refresh().consumerGroup());
        String fault = faults.present().get(0).toString();
        assertTrue(
                fault.startsWith("secret-unreadable at secret hub") && fault.contains("secretsmanager:GetSecretValue"),
                fault);
        assertFalse(faults.present().get(0).down(), "events still flow");

        secrets.faults().fail(new Failure(400, "DecryptionFailure", "Secrets Manager can't decrypt the secret"));
        secret.refresh();
        assertTrue(
                faults.present().get(0).toString().contains("KMS key"),
                faults.present().get(0).toString());

        secrets.faults().clear();
        store("second");
        pass(Duration.ofSeconds(29));
        secret.current();
        pass(Duration.ofSeconds(1));
        await("a reading soon after one that failed")
                .until(() -> secret.current().consumerGroup().equals("second"));
        assertTrue(faults.present().isEmpty());
    }
}
