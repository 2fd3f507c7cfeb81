package io.trailbridge.eventhubs;

import io.trailbridge.azure.CredentialsException;
import java.util.Objects;

/**
 * The data needed to read a hub: a connection string or, without one, Microsoft Entra ID through
 * DefaultAzureCredential.
 *
 * @param connectionString        a Shared Access Signature connection string, or {@code null} for Entra ID
 * @param fullyQualifiedNamespace {@code <name>.servicebus.windows.net}, or just {@code <name>}; may be {@code null}
 *                                with a connection string, which names it
 * @param eventHubName            the hub; may be {@code null} when the connection string has an {@code EntityPath}
 * @param consumerGroup           {@code null} for {@code $Default}
 */
public record EventHubCredentials(
        String connectionString, String fullyQualifiedNamespace, String eventHubName, String consumerGroup) {

    /** Throws {@link CredentialsException}, which names the field that is missing or wrong and contains no value. */
    public EventHubCredentials {
        connectionString = blankToNull(connectionString);
        fullyQualifiedNamespace = blankToNull(fullyQualifiedNamespace);
        eventHubName = blankToNull(eventHubName);
        consumerGroup = Objects.requireNonNullElse(blankToNull(consumerGroup), "$Default");
        if (connectionString != null) {
            HubConnectionString parsed = HubConnectionString.parse(connectionString);
            if (parsed.hub() != null && eventHubName != null && !parsed.hub().equals(eventHubName)) {
                throw new CredentialsException("connectionString is for another hub (EntityPath, "
                        + parsed.hub().length() + " characters) than eventHubName (" + eventHubName.length()
                        + "): make them agree");
            }
            connectionString = parsed.text();
            eventHubName = parsed.hub() != null ? parsed.hub() : eventHubName;
            fullyQualifiedNamespace = parsed.host();
        } else if (fullyQualifiedNamespace != null && !fullyQualifiedNamespace.contains(".")) {
            fullyQualifiedNamespace = fullyQualifiedNamespace + ".servicebus.windows.net";
        }
        if (fullyQualifiedNamespace == null) {
            throw new CredentialsException("neither connectionString nor eventHubNamespace is given: give one");
        }
        if (eventHubName == null) {
            throw new CredentialsException("eventHubName is missing, and connectionString has no EntityPath");
        }
        HubNames.check(fullyQualifiedNamespace, eventHubName, consumerGroup);
    }

    /** Omits the connection string. */
    @Override
    public String toString() {
        return "EventHubCredentials[" + (connectionString == null ? "Entra ID" : "connection string") + " "
                + fullyQualifiedNamespace + "/" + eventHubName + " " + consumerGroup + "]";
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text.trim();
    }
}
