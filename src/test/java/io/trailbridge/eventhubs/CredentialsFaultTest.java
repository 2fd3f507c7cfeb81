package io.trailbridge.eventhubs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.trailbridge.azure.CredentialsException;
import io.trailbridge.azure.CredentialsSource;
import io.trailbridge.checkpoints.CheckpointTableFixture;
import io.trailbridge.fault.Fault;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.standin.LogLines;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is reported when there are no credentials to connect with. */
@Timeout(120)
class CredentialsFaultTest {
    private final RuntimeException[] failure = new RuntimeException[1];
    private final CredentialsSource<EventHubCredentials> source = new CredentialsSource<>() {
        @Override
        public EventHubCredentials current() {
            throw failure[0];
        }

        @Override
        public EventHubCredentials refresh() {
            throw failure[0];
        }
    };

    @Test
    void whatALibrarySaysOfASecretIsNotPrinted() throws Exception {
        failure[0] = new IllegalArgumentException("Connection string has invalid key value pair: topsecret=");
        assertEquals("the credentials cannot be read: java.lang.IllegalArgumentException", cause());
    }

    @Test
    void whatIsSaidWithoutValuesIs() throws Exception {
        failure[0] = new CredentialsException("connectionString: SharedAccessKey is missing");
        assertEquals("connectionString: SharedAccessKey is missing", cause());
    }

    private String cause() throws Exception {
        var table = new CheckpointTableFixture();
        try (var log = LogLines.ofAll();
                var reader = new TestReader(
                        source, table.store, TestReader.quick(), event -> CompletableFuture.completedFuture(null))) {
            Fault fault = await().atMost(Duration.ofSeconds(60))
                    .until(
                            () -> reader.faults.present().stream()
                                    .filter(one -> one.code() == FaultCode.SECRET_UNREADABLE)
                                    .findFirst()
                                    .orElse(null),
                            one -> one != null && reader.status().lastError() != null);
            assertEquals(fault.cause(), reader.status().lastError());
            assertFalse(String.join("\n", log.lines()).contains("topsecret"), log.lines()::toString);
            return fault.cause();
        }
    }
}
