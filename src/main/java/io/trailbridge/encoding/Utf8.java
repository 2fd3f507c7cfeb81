package io.trailbridge.encoding;

/** Counts the bytes of text in UTF-8 without encoding it. */
public final class Utf8 {
    private Utf8() {}

    /** Returns the length in bytes. Each half of a surrogate pair counts as two of the four bytes, also when alone. */
    public static int length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += length(text.charAt(i));
        }
        return bytes;
    }

    /** Returns the length of a char in bytes; two for half of a surrogate pair. */
    public static int length(char c) {
        return c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
