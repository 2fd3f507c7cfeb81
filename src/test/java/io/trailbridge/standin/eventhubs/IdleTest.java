package io.trailbridge.standin.eventhubs;

import static io.trailbridge.standin.eventhubs.Clients.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class IdleTest {

    private static final String SASL_HEADER_AND_ANONYMOUS =
            "414d515003010000" + "0000001902010000005341c00c01a309414e4f4e594d4f5553";
    private static final String HEADER_AND_OPEN = "414d515000010000" + "0000001102000000005310c00401a10178";

    @Test
    void aConnectionThatNeverSaysAnythingIsClosed() throws Exception {
        try (EventHubsStandIn server = EventHubsStandIn.builder()
                        .hub("defender", 1)
                        .idleTimeout(Duration.ofMillis(200))
                        .start();
                Socket silent = new Socket("127.0.0.1", server.port())) {
            await().until(() -> server.connections() == 1);

            await().until(() -> server.connections() == 0);
            assertFalse(untilTheEnd(silent).contains("amqp:"), "nothing to answer before the client's header");
        }
    }

    @Test
    void aConnectionThatFallsSilentIsClosed() throws Exception {
        try (EventHubsStandIn server = EventHubsStandIn.builder()
                        .hub("defender", 1)
                        .idleTimeout(Duration.ofMillis(200))
                        .start();
                Socket silent = new Socket("127.0.0.1", server.port())) {
            silent.getOutputStream().write(HexFormat.of().parseHex(SASL_HEADER_AND_ANONYMOUS + HEADER_AND_OPEN));
            await().until(() -> server.connections() == 1);

            await().until(() -> server.connections() == 0);
            assertTrue(untilTheEnd(silent).contains("amqp:resource-limit-exceeded"));
        }
    }

    @Test
    void aClientThatHasNothingToSayKeepsItsConnection() throws Exception {
        try (EventHubsStandIn server = EventHubsStandIn.builder()
                        .hub("defender", 1)
                        .idleTimeout(Duration.ofMillis(500))
                        .start();
                EventHubConsumerAsyncClient client =
                        Clients.impatient(server.connectionString("defender")).buildAsyncConsumerClient();
                Clients.Reader reader =
                        new Clients.Reader(client.receiveFromPartition("0", EventPosition.earliest()))) {
            await().until(() -> server.receivers("defender") == 1);

            await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(3)).until(() -> !reader.ended);

            server.hub("defender").append(0, "still here");
            await().until(() -> reader.events.size() == 1);
            assertEquals(1, server.connections());
            assertTrue(reader.error == null);
        }
    }

    @Test
    void closingFreesThePortAtOnce() throws Exception {
        int port;
        try (EventHubsStandIn server =
                EventHubsStandIn.builder().hub("defender", 1).start()) {
            port = server.port();
        }
        try (EventHubsStandIn again =
                EventHubsStandIn.builder().hub("defender", 1).port(port).start()) {
            assertEquals(port, again.port());
        }
    }

    /** What the other side still sends before it ends the connection, in order or not. */
    private static String untilTheEnd(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        StringBuilder said = new StringBuilder();
        try {
            for (int b = socket.getInputStream().read();
                    b >= 0;
                    b = socket.getInputStream().read()) {
                said.append((char) b);
            }
        } catch (SocketException reset) {
            said.append(" (reset)");
        }
        return said.toString();
    }
}
