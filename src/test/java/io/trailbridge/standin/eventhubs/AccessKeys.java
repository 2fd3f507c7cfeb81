package io.trailbridge.standin.eventhubs;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The namespace's shared access keys, and the check of the tokens that clients sign with them: HMAC-SHA256 over the
 * encoded resource, a newline and the expiry in seconds. Any thread.
 */
final class AccessKeys {

    private final Clock clock;
    private final Map<String, String> secrets = new ConcurrentHashMap<>();

    AccessKeys(Clock clock, Map<String, String> secrets) {
        this.clock = clock;
        this.secrets.putAll(secrets);
    }

    /** Replaces a key's secret, or adds a key. */
    void put(String name, String secret) {
        secrets.put(name, secret);
    }

    String secret(String name) {
        return secrets.get(name);
    }

    /**
     * The token, when its signature is right, it has not expired and covers the path.
     *
     * @throws IllegalArgumentException when it is to be refused; the message is the service's status description
     */
    SasToken checked(String text, String path) {
        SasToken token = SasToken.parse(text);
        String secret = secrets.get(token.keyName());
        if (secret == null || !matches(token, secret)) {
            throw new IllegalArgumentException("InvalidSignature: The token has an invalid signature.");
        }
        if (token.expiresAtSecond() <= clock.instant().getEpochSecond()) {
            throw new IllegalArgumentException("ExpiredToken: The token is expired.");
        }
        if (!LinkAddress.covers(LinkAddress.path(token.resource()), path)) {
            throw new IllegalArgumentException("InvalidAudience: The token is not for this resource.");
        }
        return token;
    }

    private static boolean matches(SasToken token, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String signed = token.encodedResource() + "\n" + token.expiresAtSecond();
            byte[] expected = Base64.getEncoder().encode(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
            return MessageDigest.isEqual(expected, token.signature().getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime cannot compute HMAC-SHA256", e);
        }
    }
}
