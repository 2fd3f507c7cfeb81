package io.trailbridge.encoding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes digests of the algorithms that every Java platform has. */
public final class Digests {
    private Digests() {}

    /** Returns a new SHA-256, for data that comes in parts. */
    public static MessageDigest sha256() {
        return digest("SHA-256");
    }

    /** Returns a new SHA-1: for ids, not for security. */
    static MessageDigest sha1() {
        return digest("SHA-1");
    }

    /** Returns the SHA-256 of the bytes as 64 lower-case hexadecimal digits. */
    public static String sha256Hex(byte[] bytes) {
        return hex(sha256().digest(bytes));
    }

    /** Returns the SHA-256 of the text in UTF-8 as 64 lower-case hexadecimal digits. */
    public static String sha256Hex(String text) {
        return sha256Hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a digest as lower-case hexadecimal digits. */
    public static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has " + algorithm, impossible);
        }
    }
}
