package io.trailbridge.standin.eventhubs;

import static com.azure.core.amqp.exception.AmqpErrorCondition.UNAUTHORIZED_ACCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.amqp.exception.AmqpException;
import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerClient;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class TlsTest {

    private static EventHubsStandIn server;
    private static SSLContext original;

    @BeforeAll
    static void start() throws Exception {
        server = EventHubsStandIn.builder()
                .hub("defender", 1)
                .tls(true)
                .bearerToken("entra-token")
                .start();
        original = SSLContext.getDefault();
        SSLContext.setDefault(server.clientContext());
    }

    @AfterAll
    static void stop() {
        SSLContext.setDefault(original);
        server.close();
    }

    @Test
    void eventsPassOverTlsWithTheCertificateVerified() {
        assertFalse(server.connectionString("defender").contains("UseDevelopmentEmulator"));
        String large = "x".repeat(500_000);
        try (EventHubProducerClient producer =
                        Clients.impatient(server.connectionString("defender")).buildProducerClient();
                EventHubConsumerClient consumer =
                        Clients.impatient(server.connectionString("defender")).buildConsumerClient()) {
            producer.send(List.of(new EventData(large)));

            var events = consumer.receiveFromPartition("0", 1, EventPosition.earliest(), Duration.ofSeconds(10));

            assertEquals(large, events.iterator().next().getData().getBodyAsString());
        }
    }

    @Test
    void anEntraTokenOpensTheHubAndAnotherDoesNot() {
        try (EventHubConsumerClient consumer = withToken("entra-token").buildConsumerClient()) {
            assertEquals("defender", consumer.getEventHubProperties().getName());
        }
        try (EventHubConsumerClient consumer = withToken("another-token").buildConsumerClient()) {
            assertEquals(
                    UNAUTHORIZED_ACCESS,
                    assertThrows(AmqpException.class, consumer::getEventHubProperties)
                            .getErrorCondition());
        }
    }

    private static EventHubClientBuilder withToken(String token) {
        TokenCredential credential =
                request -> Mono.just(new AccessToken(token, OffsetDateTime.now().plusHours(1)));
        return Clients.impatient(server.connectionString("defender"))
                .credential("localhost", "defender", credential)
                .customEndpointAddress("https://localhost:" + server.port());
    }
}
