package io.trailbridge.transform.json;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Message digests that are reused, one per algorithm and thread, since each event needs some. They are empty when they
 * are handed out. The caller must be done with a digest before the same thread takes the next one of that algorithm.
 */
public final class Digests {
    private static final ThreadLocal<MessageDigest> SHA_1 = ThreadLocal.withInitial(() -> of("SHA-1"));
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(() -> of("SHA-256"));

    private Digests() {}

    public static MessageDigest sha1() {
        return empty(SHA_1.get());
    }

    public static MessageDigest sha256() {
        return empty(SHA_256.get());
    }

    /** Resets the digest: input left in it by an exception must not get into the next digest. */
    private static MessageDigest empty(MessageDigest digest) {
        digest.reset();
        return digest;
    }

    private static MessageDigest of(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has " + algorithm, e);
        }
    }
}
