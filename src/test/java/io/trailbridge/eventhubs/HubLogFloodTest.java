package io.trailbridge.eventhubs;

import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.azure.CredentialsSource;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.standin.LogLines;
import io.trailbridge.standin.eventhubs.EventHubsStandIn;
import io.trailbridge.standin.eventhubs.InMemoryCheckpointStore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How much an operator has to read while the hub misbehaves, with the log as the product configures it. The intervals
 * are some thirty times shorter than the defaults, so that a line for each try would be hundreds.
 */
@Timeout(120)
@Tag("slow")
class HubLogFloodTest {
    private static final Duration LASTS = Duration.ofSeconds(6);
    /** With those of the start: one for each of the eight partitions, and a few. */
    private static final int LINES = 20;

    private final LoggerContext log = (LoggerContext) LogManager.getContext(false);
    private final URI before = log.getConfigLocation();
    private final List<LogRecord> pastTheLog = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            pastTheLog.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void logAsTheProductDoes() throws Exception {
        System.setProperty("trailbridge.log.camelLevel", "WARN");
        log.setConfigLocation(getClass().getResource("/log4j2.xml").toURI());
        java.util.logging.Logger.getLogger("").addHandler(handler);
    }

    @AfterEach
    void logAsTestsDo() {
        java.util.logging.Logger.getLogger("").removeHandler(handler);
        log.setConfigLocation(before);
        System.clearProperty("trailbridge.log.camelLevel");
    }

    @Test
    void aRotatedKeyIsALineWithItsCodeAndNoStackTrace() throws Exception {
        try (var hub = new HubFixture(8)) {
            bounded(
                    hub,
                    hub.credentials(),
                    () -> hub.server.faults().rotateKey("k", "b3RoZXIgc2VjcmV0"),
                    FaultCode.HUB_ACCESS_DENIED);
        }
    }

    @Test
    void aMissingConsumerGroupIsALineForAllPartitions() throws Exception {
        try (var hub = new HubFixture(8)) {
            bounded(
                    hub,
                    new EventHubCredentials(
                            hub.server.connectionString(HubFixture.HUB), null, HubFixture.HUB, "nobody"),
                    () -> {},
                    FaultCode.PARTITION_NOT_READ);
        }
    }

    @Test
    void aHubThatIsGoneIsALineWithItsCode() throws Exception {
        try (var hub = new HubFixture(8)) {
            bounded(hub, hub.credentials(), hub.server::close, FaultCode.HUB_UNREACHABLE);
        }
    }

    @Test
    void aCertificateThatIsNotTrustedIsALineWithItsCode() throws Exception {
        try (var hub = new HubFixture(1);
                var tls = EventHubsStandIn.builder()
                        .hub(HubFixture.HUB, 8)
                        .key("k", "c2VjcmV0")
                        .tls(true)
                        .start()) {
            bounded(
                    hub,
                    new EventHubCredentials(tls.connectionString(HubFixture.HUB), null, HubFixture.HUB, null),
                    () -> {},
                    FaultCode.HUB_UNREACHABLE);
        }
    }

    @Test
    void aConnectionThatIsCutAgainAndAgainIsFewLines() throws Exception {
        try (var hub = new HubFixture(8)) {
            bounded(hub, hub.credentials(), () -> hub.server.faults().cutEvery(Duration.ofMillis(700)), null);
        }
    }

    private void bounded(HubFixture hub, EventHubCredentials credentials, Runnable fault, FaultCode code)
            throws Exception {
        try (var lines = LogLines.ofAll();
                var reader = new TestReader(
                        CredentialsSource.of(credentials),
                        new InMemoryCheckpointStore(),
                        TestReader.quick(),
                        event -> CompletableFuture.completedFuture(null))) {
            await().until(() -> reader.status().startedAt() != null);
            fault.run();
            long began = System.nanoTime();
            if (code != null) {
                await().atMost(Duration.ofSeconds(40))
                        .until(() -> reader.faults.present().stream().anyMatch(one -> one.code() == code));
            }
            long left = LASTS.toNanos() - (System.nanoTime() - began);
            await().pollDelay(Duration.ofNanos(Math.max(0, left)))
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> true);
            int shown = lines.shown() + 2 * pastTheLog.size();
            double minutes =
                    (System.nanoTime() - began) / (double) Duration.ofMinutes(1).toNanos();
            System.out.printf("%s: %d lines, %.0f a minute%n", code, shown, shown / minutes);
            assertTrue(shown <= LINES, () -> String.join("\n", lines.lines()));
            assertTrue(code == null || lines.lines().stream().anyMatch(line -> line.contains("code=" + code.id())));
        }
    }
}
