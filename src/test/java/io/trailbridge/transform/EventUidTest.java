package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trailbridge.encoding.Digests;
import io.trailbridge.encoding.TimeText;
import io.trailbridge.transform.json.CanonicalDigest;
import io.trailbridge.transform.text.Texts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The ids are quick to make, and what the long way makes as well. */
class EventUidTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final UUID NAMESPACE = UUID.fromString("6f1c9a57-3c0e-4f43-9d5a-2b7e84d10c66");

    @Property(tries = 500)
    void anIdIsThatOfTheLowerCaseName(@ForAll String id, @ForAll String word) throws GeneralSecurityException {
        if (id.isBlank()) {
            return;
        }
        ArrayNode state = NODES.arrayNode().add(word).addNull();

        assertEquals(slowly("event", lower(id), lower(word), ""), uid(id, state));
    }

    @Property(tries = 500)
    void aTimeIsTakenWithoutTheZerosAtItsEnd(
            @ForAll @LongRange(min = 31_622_400, max = 253_300_000_000L) long second,
            @ForAll @IntRange(max = 999_999_999) int nanos,
            @ForAll @IntRange(max = 9) int digits)
            throws GeneralSecurityException {
        int cut = nanos;
        for (int i = digits; i < 9; i++) {
            cut = cut / 10;
        }
        String fraction = digits == 0 ? "" : "." + String.format("%0" + digits + "d", cut);
        String text = Instant.ofEpochSecond(second).toString().replace("Z", fraction + "Z");
        String shortest = text.contains(".") ? text.replaceFirst("\\.?0*Z$", "Z") : text;

        assertEquals(shortest, TimeText.utcShortest(text));
        assertEquals(
                slowly("event", "a", shortest.toLowerCase(Locale.ROOT)),
                uid("a", NODES.arrayNode().add(text)));
    }

    @Example
    void whatAFailureLeavesInADigestIsNotInTheNext() throws GeneralSecurityException {
        assertEquals(slowly("event", "a"), uid("a", NODES.arrayNode()));
        Digests.sha256().update(new byte[] {1, 2, 3});
        assertEquals(
                HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256").digest("true".getBytes(StandardCharsets.UTF_8))),
                CanonicalDigest.of(NODES.booleanNode(true)));
    }

    @Example
    void aLineBreakInAPartMakesNoOtherParts() {
        assertNotEquals(
                uid("a\nb", NODES.arrayNode().add("c")),
                uid("a", NODES.arrayNode().add("b\nc")));
        assertNotEquals(
                uid("a\n1:b", NODES.arrayNode()), uid("a", NODES.arrayNode().add("b")));
        assertNotEquals(
                uid("a", NODES.arrayNode().add("b").add("")),
                uid("a", NODES.arrayNode().add("b")));
    }

    private static String uid(String id, JsonNode state) {
        JsonNode[] arguments = {NODES.textNode(id), state, EventOrigin.NOWHERE.toJson(), NODES.objectNode()};
        return EventUid.of(arguments).textValue();
    }

    private static String lower(String text) {
        return Texts.wellFormed(text.toLowerCase(Locale.ROOT));
    }

    private static String slowly(String kind, String... parts) throws GeneralSecurityException {
        String name = kind;
        for (String part : parts) {
            name += "\n" + part.length() + ":" + part;
        }
        MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
        sha1.update(ByteBuffer.allocate(16)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .flip());
        byte[] hash = sha1.digest(name.getBytes(StandardCharsets.UTF_8));
        hash[6] = (byte) (hash[6] & 0x0F | 0x50);
        hash[8] = (byte) (hash[8] & 0x3F | 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }
}
