package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.camel.component.azure.eventhubs.EventHubsConfiguration;
import org.junit.jupiter.api.Test;

class EventHubCredentialsTest {
    private static final String KEY = "Endpoint=sb://Contoso.servicebus.windows.net/;SharedAccessKeyName=listen;"
            + "SharedAccessKey=c2VjcmV0LWtleQ==";

    @Test
    void theConnectionStringNamesNamespaceAndHub() {
        var credentials = new EventHubCredentials(KEY + ";EntityPath=defender", "ignored", null, " ");
        assertEquals("Contoso.servicebus.windows.net", credentials.fullyQualifiedNamespace());
        assertEquals("defender", credentials.eventHubName());
        assertEquals("$Default", credentials.consumerGroup());
    }

    @Test
    void withoutAConnectionStringTheNamespaceIsCompleted() {
        var credentials = new EventHubCredentials(null, "contoso", "defender", "trail");
        assertEquals("contoso.servicebus.windows.net", credentials.fullyQualifiedNamespace());
        assertEquals("trail", credentials.consumerGroup());
    }

    @Test
    void whatIsMissingOrContradictsIsNamed() {
        refused(() -> new EventHubCredentials(KEY, null, null, null), "eventHubName");
        refused(() -> new EventHubCredentials(KEY + ";EntityPath=a", null, "b", null), "EntityPath");
        refused(() -> new EventHubCredentials("SharedAccessKey=x", null, "b", null), "Endpoint");
        refused(() -> new EventHubCredentials(null, null, "b", null), "connectionString");
    }

    @Test
    void theKeyIsNeverShown() {
        var credentials = new EventHubCredentials(KEY, null, "defender", null);
        assertFalse(credentials.toString().contains("c2VjcmV0"));
        assertFalse(HubAddress.of(credentials, new EventHubsConfiguration())
                .toString()
                .contains("c2VjcmV0"));
    }

    private static void refused(Runnable creation, String named) {
        var failure = assertThrows(IllegalArgumentException.class, creation::run);
        assertTrue(failure.getMessage().contains(named), failure.getMessage());
        assertFalse(failure.getMessage().contains("c2VjcmV0"), "no secret in a message");
    }
}
