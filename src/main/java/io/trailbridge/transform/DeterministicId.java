package io.trailbridge.transform;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/** Name-based ids (UUID version 5, RFC 9562 5.5) in Trailbridge's own namespace: the same name, the same id. */
public final class DeterministicId {
    private static final UUID NAMESPACE = UUID.fromString("6f1c9a57-3c0e-4f43-9d5a-2b7e84d10c66");

    private static final byte[] NAMESPACE_BYTES = ByteBuffer.allocate(16)
            .putLong(NAMESPACE.getMostSignificantBits())
            .putLong(NAMESPACE.getLeastSignificantBits())
            .array();

    private DeterministicId() {}

    public static UUID of(String name) {
        return of(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for the name in lower case, in which lone surrogates are replaced. */
    static UUID ofLowerCase(CharSequence name) {
        byte[] bytes = new byte[name.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = name.charAt(i);
            if (c >= 0x80) {
                return of(Texts.wellFormed(Texts.lowerCase(name.toString())));
            }
            bytes[i] = (byte) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
        return of(bytes);
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
