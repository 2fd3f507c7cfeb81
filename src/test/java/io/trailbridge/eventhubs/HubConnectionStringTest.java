package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.amqp.AmqpRetryOptions;
import io.trailbridge.azure.CredentialsException;
import io.trailbridge.azure.MalformedConnectionStrings;
import java.util.List;
import org.apache.camel.component.azure.eventhubs.EventHubsConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubConnectionStringTest {
    private static final String RIGHT = "Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=listen;"
            + "SharedAccessKey=Qm9uZSBkcnkgc2VjcmV0IG9mIHRoZSBodWIgMDEyMzQ1Njc=;EntityPath=defender";
    private static final String KEY = "SharedAccessKey";

    @Test
    void aMalformedOneIsRefusedWithoutAnyPartOfTheKey() {
        List<String> all = MalformedConnectionStrings.of(RIGHT, KEY);
        assertTrue(all.size() > 40);
        for (String malformed : all) {
            var refused = assertThrows(
                    CredentialsException.class, () -> new EventHubCredentials(malformed, null, null, null), malformed);
            MalformedConnectionStrings.assertHidden(RIGHT, KEY, refused.toString());
            assertNull(refused.getCause());
            assertEquals(1, refused.getMessage().lines().count());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://contoso.servicebus.windows.net/",
                "contoso.servicebus.windows.net",
                "sb://contoso.servicebus.windows.net/x",
                "sb://",
                "sb://a:b@contoso",
                "sb://contoso:99999",
                "sb://cont oso"
            })
    void anEndpointIsSbAndAHost(String endpoint) {
        var refused = assertThrows(
                CredentialsException.class,
                () -> HubConnectionString.parse(RIGHT.replace("sb://contoso.servicebus.windows.net/", endpoint)));
        assertTrue(refused.getMessage().contains("Endpoint"), refused.getMessage());
        assertFalse(refused.getMessage().contains("contoso"), refused.getMessage());
    }

    @Test
    void whatIsRightIsTakenByTheSdk() {
        for (String right : List.of(
                RIGHT,
                RIGHT.replace("SharedAccessKey=", "sharedaccesskey = ") + ";",
                "Endpoint=sb://localhost:5672;SharedAccessKeyName=k;SharedAccessKey=plain;UseDevelopmentEmulator=true",
                "Endpoint=sb://contoso/;SharedAccessSignature=SharedAccessSignature sr=a&sig=b%3D&se=1&skn=c")) {
            var connection =
                    HubAddress.of(new EventHubCredentials(right, null, "defender", null), new EventHubsConfiguration());
            assertEquals("defender", connection.hub());
            connection.client(new AmqpRetryOptions());
            connection.processor();
        }
    }

    @Test
    void hostPortAndEmulatorAreRead() {
        var emulator = HubConnectionString.parse("Endpoint=sb://localhost:5672;SharedAccessKeyName=k;"
                + "SharedAccessKey=eA==;UseDevelopmentEmulator=true");
        assertEquals("localhost", emulator.host());
        assertEquals(5672, emulator.port().getAsInt());
        assertFalse(emulator.tls());
        assertNull(emulator.hub());
        var azure = HubConnectionString.parse(RIGHT);
        assertTrue(azure.port().isEmpty());
        assertTrue(azure.tls());
        assertEquals("defender", azure.hub());
    }

    @Test
    void aConnectionStringInAnotherFieldOfTheSecretIsNotTakenForAName() {
        for (String misplaced : List.of(RIGHT, "Qm9uZSBkcnkgc2VjcmV0IG9mIHRoZSBodWIgMDEyMzQ1Njc=")) {
            for (var wrong : List.<Runnable>of(
                    () -> new EventHubCredentials(null, misplaced, "defender", null),
                    () -> new EventHubCredentials(null, "contoso", misplaced, null),
                    () -> new EventHubCredentials(null, "contoso", "defender", misplaced))) {
                MalformedConnectionStrings.assertHidden(
                        RIGHT,
                        KEY,
                        assertThrows(CredentialsException.class, wrong::run).getMessage());
            }
        }
    }
}
