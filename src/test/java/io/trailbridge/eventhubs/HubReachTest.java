package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.amqp.exception.AmqpException;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.standin.eventhubs.EventHubsStandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.camel.component.azure.eventhubs.EventHubsConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HubReachTest {
    private static final HubFailure SEEN = HubFailure.of(new AmqpException(true, "no answer within 5 s", null));

    @Test
    void anUnknownNameIsNamedAsOneOfDns() {
        assertCause("no-such-namespace.invalid:5671", "DNS: the name no-such-namespace.invalid is not known");
    }

    @Test
    void aRefusedConnectionIsNamedWithHostAndPort() throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertCause("localhost:" + port, "connection to localhost:" + port + " failed: Connection refused");
    }

    @Test
    void aCertificateThatThisJvmDoesNotTrustIsOneOfTls() throws IOException {
        try (var hub = EventHubsStandIn.builder().hub("h", 1).tls(true).start()) {
            assertCause("localhost:" + hub.port(), "TLS with localhost:" + hub.port() + " failed: ");
        }
    }

    @Test
    void aServerThatStaysSilentIsOneThatGivesNoAnswer() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertCause("localhost:" + silent.getLocalPort(), "got no answer");
        }
    }

    @Test
    void aFreeWayLeavesWhatTheSdkSaid() throws IOException {
        try (var hub =
                EventHubsStandIn.builder().hub("h", 1).key("k", "c2VjcmV0").start()) {
            var why = HubReach.explain(connection(hub.connectionString("h")), SEEN);
            assertEquals(
                    "localhost:" + hub.port() + " accepts connections, but the hub does not answer: no answer"
                            + " within 5 s",
                    why.cause());
        }
    }

    private static void assertCause(String address, String cause) {
        var why = HubReach.explain(
                connection("Endpoint=sb://" + address + ";SharedAccessKeyName=k;SharedAccessKey=eA=="), SEEN);
        assertEquals(FaultCode.HUB_UNREACHABLE, why.code());
        assertTrue(why.cause().contains(cause), why.cause());
        assertTrue(why.remedy() != null && !why.remedy().isEmpty());
    }

    private static HubAddress connection(String connectionString) {
        return HubAddress.of(new EventHubCredentials(connectionString, null, "h", null), new EventHubsConfiguration());
    }
}
