package io.trailbridge.standin.eventhubs;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A shared access signature as clients send it: {@code SharedAccessSignature sr=..&sig=..&se=..&skn=..}. The resource
 * is kept encoded too, because the signature covers the encoded form.
 */
record SasToken(String encodedResource, String signature, long expiresAtSecond, String keyName) {

    private static final String PREFIX = "SharedAccessSignature ";

    /**
     * Reads a token.
     *
     * @throws IllegalArgumentException when a part is missing
     */
    static SasToken parse(String token) {
        if (!token.startsWith(PREFIX)) {
            throw new IllegalArgumentException("MalformedToken: The token is not a shared access signature.");
        }
        Map<String, String> parts = new HashMap<>();
        for (String part : token.substring(PREFIX.length()).split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        if (!parts.keySet().containsAll(Set.of("sr", "sig", "se", "skn"))
                || !parts.get("se").matches("\\d{1,18}")) {
            throw new IllegalArgumentException("MalformedToken: The token needs sr, sig, se and skn.");
        }
        return new SasToken(
                parts.get("sr"), decoded(parts.get("sig")), Long.parseLong(parts.get("se")), decoded(parts.get("skn")));
    }

    String resource() {
        return decoded(encodedResource);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
