package io.trailbridge.encoding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/** Computes name-based UUIDs of version 5 (RFC 9562, 5.5): the same name in the same namespace gives the same UUID. */
public final class NameBasedUuid {
    private static final long VERSION_BITS = 0xF000L;
    private static final long VERSION_5 = 0x5000L;
    private static final long VARIANT_BITS = 3L << 62;
    private static final long VARIANT = 2L << 62;

    private NameBasedUuid() {}

    /** Returns the UUID of the name in UTF-8. */
    public static UUID of(UUID namespace, String name) {
        MessageDigest sha1 = Digests.sha1();
        sha1.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .flip());
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
        long high = hash.getLong() & ~VERSION_BITS | VERSION_5;
        long low = hash.getLong() & ~VARIANT_BITS | VARIANT;
        return new UUID(high, low);
    }
}
