package io.trailbridge.eventhubs;

import java.util.Objects;

/**
 * What is needed to read a hub: a connection string, or without one Microsoft Entra ID through DefaultAzureCredential.
 *
 * @param connectionString        a Shared Access Signature connection string, or {@code null} for Entra ID
 * @param fullyQualifiedNamespace {@code <name>.servicebus.windows.net}, or just {@code <name>}; may be {@code null}
 *                                with a connection string, which names it
 * @param eventHubName            the hub; may be {@code null} when the connection string has an {@code EntityPath}
 * @param consumerGroup           {@code null} for {@code $Default}
 */
public record EventHubCredentials(String connectionString, String fullyQualifiedNamespace, String eventHubName,
    String consumerGroup) {

    /** Throws {@link IllegalArgumentException} naming the field that is missing. */
    public EventHubCredentials {
        connectionString = blankToNull(connectionString);
        fullyQualifiedNamespace = blankToNull(fullyQualifiedNamespace);
        eventHubName = blankToNull(eventHubName);
        consumerGroup = Objects.requireNonNullElse(blankToNull(consumerGroup), "$Default");
        if (connectionString != null) {
            if (part(connectionString, "Endpoint") == null) {
                throw new IllegalArgumentException("connectionString has no 'Endpoint=sb://...;': copy it again from"
                    + " the shared access policy of the namespace or hub");
            }
            String path = part(connectionString, "EntityPath");
            if (path != null && eventHubName != null && !path.equals(eventHubName)) {
                throw new IllegalArgumentException("connectionString is for hub '" + path + "' (EntityPath) but"
                    + " eventHubName is '" + eventHubName + "': make them agree");
            }
            eventHubName = path != null ? path : eventHubName;
            fullyQualifiedNamespace = host(part(connectionString, "Endpoint"));
        } else if (fullyQualifiedNamespace != null && !fullyQualifiedNamespace.contains(".")) {
            fullyQualifiedNamespace = fullyQualifiedNamespace + ".servicebus.windows.net";
        }
        if (fullyQualifiedNamespace == null) {
            throw new IllegalArgumentException("neither connectionString nor eventHubNamespace is given: give one");
        }
        if (eventHubName == null) {
            throw new IllegalArgumentException("eventHubName is missing, and connectionString has no EntityPath");
        }
    }

    /** Without the connection string. */
    @Override
    public String toString() {
        return "EventHubCredentials[" + (connectionString == null ? "Entra ID" : "connection string") + " "
            + fullyQualifiedNamespace + "/" + eventHubName + " " + consumerGroup + "]";
    }

    private static String host(String endpoint) {
        String host = endpoint.replaceFirst("^[a-zA-Z]+://", "");
        int end = 0;
        while (end < host.length() && host.charAt(end) != ':' && host.charAt(end) != '/') {
            end++;
        }
        return blankToNull(host.substring(0, end));
    }

    /** The value of a key of a connection string; a value may hold '='. */
    private static String part(String connectionString, String key) {
        for (String pair : connectionString.split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).trim().equalsIgnoreCase(key)) {
                return blankToNull(pair.substring(equals + 1));
            }
        }
        return null;
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text.trim();
    }
}
