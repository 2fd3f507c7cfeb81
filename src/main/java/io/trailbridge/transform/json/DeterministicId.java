package io.trailbridge.transform.json;

import io.trailbridge.transform.text.Texts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Computes name-based ids (UUID version 5, RFC 9562 5.5) in Trailbridge's own namespace: the same parts give the same
 * id. Each part is prefixed with its length in the name, so that different parts never give the same name, whatever
 * they contain.
 */
public final class DeterministicId {
    private static final UUID NAMESPACE = UUID.fromString("6f1c9a57-3c0e-4f43-9d5a-2b7e84d10c66");

    private static final byte[] NAMESPACE_BYTES = ByteBuffer.allocate(16)
            .putLong(NAMESPACE.getMostSignificantBits())
            .putLong(NAMESPACE.getLeastSignificantBits())
            .array();

    /** Initial capacity, enough for most names. */
    private static final int ROOM = 256;

    private DeterministicId() {}

    /** @param kind what the id identifies: ids of two kinds differ even if their parts are the same */
    public static UUID of(String kind, List<String> parts) {
        StringBuilder name = new StringBuilder(ROOM).append(kind);
        for (String part : parts) {
            name.append('\n').append(part.length()).append(':').append(part);
        }
        return of(name.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the id regardless of the letter case of the parts. Lone surrogates in the parts are replaced. */
    public static UUID ofAnyCase(String kind, List<String> parts) {
        // A loop, not a stream, since each event needs an id.
        List<String> folded = new ArrayList<>(parts.size());
        for (String part : parts) {
            folded.add(Texts.wellFormed(Texts.lowerCase(part)));
        }
        return of(kind, folded);
    }

    private static UUID of(byte[] name) {
        MessageDigest sha1 = Digests.sha1();
        sha1.update(NAMESPACE_BYTES);
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name));
        long high = hash.getLong() & ~0xF000L | 0x5000L;
        long low = hash.getLong() & ~(3L << 62) | 2L << 62;
        return new UUID(high, low);
    }
}
