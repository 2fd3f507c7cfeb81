package io.trailbridge.standin.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class AccessKeysTest {

    private static final long NOW = 1_700_000_000;

    private final AccessKeys keys =
            new AccessKeys(Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC), Map.of("reader", "secret"));

    @Test
    void aTokenOpensItsResourceAndWhatLiesBelow() throws Exception {
        String token = token("amqp://localhost/Defender", "secret", NOW + 60);

        assertEquals("reader", keys.checked(token, "defender").keyName());
        assertEquals(
                "reader",
                keys.checked(token, "defender/consumergroups/g/partitions/0").keyName());
    }

    @Test
    void aTokenDoesNotOpenAnotherHubNotEvenOneWhoseNameBeginsAlike() throws Exception {
        String token = token("amqp://localhost/defender", "secret", NOW + 60);

        assertTrue(refusal(token, "defender2").startsWith("InvalidAudience"));
    }

    @Test
    void anExpiredTokenIsRefused() throws Exception {
        assertTrue(refusal(token("amqp://localhost/defender", "secret", NOW), "defender")
                .startsWith("ExpiredToken"));
    }

    @Test
    void aChangedExpiryBreaksTheSignature() throws Exception {
        String token = token("amqp://localhost/defender", "secret", NOW - 60).replace("" + (NOW - 60), "" + (NOW + 60));

        assertTrue(refusal(token, "defender").startsWith("InvalidSignature"));
    }

    @Test
    void whatIsNotATokenIsRefused() {
        assertTrue(refusal("hello", "defender").startsWith("MalformedToken"));
        assertTrue(refusal("SharedAccessSignature sr=a&sig=b&se=c&skn=d", "defender")
                .startsWith("MalformedToken"));
    }

    private String refusal(String token, String path) {
        return assertThrows(IllegalArgumentException.class, () -> keys.checked(token, path))
                .getMessage();
    }

    private static String token(String resource, String secret, long expiry) throws Exception {
        String encoded = URLEncoder.encode(resource, StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = Base64.getEncoder()
                .encodeToString(mac.doFinal((encoded + "\n" + expiry).getBytes(StandardCharsets.UTF_8)));
        return "SharedAccessSignature sr=" + encoded + "&sig=" + URLEncoder.encode(signature, StandardCharsets.UTF_8)
                + "&se=" + expiry + "&skn=reader";
    }
}
