package io.trailbridge.eventhubs;

import io.trailbridge.azure.ConnectionString;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Event Hubs connection string that the SDK accepts. Only its host, port and hub may be shown; no key has their
 * form.
 */
final class HubConnectionString {
    private static final String ENDPOINT = "Endpoint";
    private static final String KEY_NAME = "SharedAccessKeyName";
    private static final String KEY = "SharedAccessKey";
    private static final String SIGNATURE = "SharedAccessSignature";
    private static final String HUB = "EntityPath";
    private static final String EMULATOR = "UseDevelopmentEmulator";
    private static final List<String> NAMES = List.of(ENDPOINT, KEY_NAME, KEY, SIGNATURE, HUB, EMULATOR);
    private static final String SOURCE = "the shared access policy of the namespace or hub";
    private static final Pattern ADDRESS = Pattern.compile("(?i)sb://([^/:=]+)(?::(\\d{1,5}))?/?");
    private static final Pattern SIGNED = Pattern.compile("SharedAccessSignature \\S*sig=\\S+");

    private final ConnectionString parts;
    private final Matcher address;

    private HubConnectionString(ConnectionString parts, Matcher address) {
        this.parts = parts;
        this.address = address;
    }

    /** @throws io.trailbridge.azure.CredentialsException naming what is missing or wrong, and no value */
    static HubConnectionString parse(String text) {
        ConnectionString parts = ConnectionString.parse(text, NAMES, SOURCE);
        Matcher address =
                ADDRESS.matcher(parts.value(ENDPOINT).orElseThrow(() -> parts.refused("Endpoint=sb://... is missing")));
        if (!address.matches() || !ConnectionString.isHost(address.group(1)) || port(address) > 65535) {
            throw parts.refused("Endpoint is not sb://, a host, and a port where there is one");
        }
        parts.requireOneOf(KEY, SIGNATURE);
        if (parts.value(KEY).isPresent() != parts.value(KEY_NAME).isPresent()) {
            throw parts.refused(KEY_NAME + " and " + KEY + " belong together");
        }
        parts.check(KEY, key -> key.indexOf(' ') < 0, "one word");
        parts.check(
                SIGNATURE, signature -> SIGNED.matcher(signature).matches(), "'SharedAccessSignature sr=...&sig=...'");
        parts.check(HUB, HubNames::isHub, HubNames.HUB_FORM);
        parts.check(EMULATOR, flag -> flag.equalsIgnoreCase("true") || flag.equalsIgnoreCase("false"), "true or false");
        return new HubConnectionString(parts, address);
    }

    String host() {
        return address.group(1);
    }

    /** Returns the port; empty for the default port of the protocol. */
    OptionalInt port() {
        return address.group(2) == null ? OptionalInt.empty() : OptionalInt.of(port(address));
    }

    /** Returns the hub; {@code null} when the connection string is that of a namespace. */
    String hub() {
        return parts.value(HUB).orElse(null);
    }

    /** Returns whether the connection uses TLS: always, except for an emulator. */
    boolean tls() {
        return !parts.value(EMULATOR).filter("true"::equalsIgnoreCase).isPresent();
    }

    /** Returns the whole string. Secret: only for the SDK and for comparisons. */
    String text() {
        return parts.text();
    }

    /** Returns the string without the hub. Secret: only for the SDK, which takes the hub separately. */
    String withoutHub() {
        return parts.without(HUB).text();
    }

    private static int port(Matcher address) {
        return address.group(2) == null ? 0 : Integer.parseInt(address.group(2));
    }
}
