package io.trailbridge.eventhubs;

import io.trailbridge.azure.ConnectionString;
import io.trailbridge.azure.CredentialsException;
import java.util.regex.Pattern;

/**
 * The valid names of namespaces, hubs and consumer groups. Names are shown in log and health. Therefore a value of
 * another form, such as a key in the wrong field, must not be accepted as a name.
 */
final class HubNames {
    static final String HUB_FORM = "the name of a hub (letters, digits, '.', '-', '_')";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,254}[A-Za-z0-9])?");
    private static final Pattern GROUP = Pattern.compile("\\$?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,48}[A-Za-z0-9])?");

    private HubNames() {}

    static boolean isHub(String name) {
        return NAME.matcher(name).matches();
    }

    /** @throws CredentialsException naming the field whose value is not a valid name */
    static void check(String namespace, String hub, String consumerGroup) {
        check(
                "eventHubNamespace",
                namespace,
                ConnectionString.isHost(namespace),
                "a namespace, such as contoso or contoso.servicebus.windows.net");
        check("eventHubName", hub, isHub(hub), HUB_FORM);
        check(
                "consumerGroup",
                consumerGroup,
                GROUP.matcher(consumerGroup).matches(),
                "the name of a consumer group (letters, digits, '.', '-', '_', or $Default)");
    }

    private static void check(String field, String value, boolean right, String form) {
        if (!right) {
            throw new CredentialsException(
                    field + " (" + value.length() + " characters) is not " + form + ": correct it");
        }
    }
}
