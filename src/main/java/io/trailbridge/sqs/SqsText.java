package io.trailbridge.sqs;

/**
 * The text that SQS accepts: the characters of XML 1.0 ({@code #x9 | #xA | #xD | #x20-#xD7FF | #xE000-#xFFFD |
 * #x10000-#x10FFFF}), counted in UTF-8.
 */
final class SqsText {
    private SqsText() {}

    private static boolean isTaken(int character) {
        return character >= 0x20 && character <= 0xD7FF
                || character >= 0xE000 && character <= 0xFFFD
                || character >= 0x10000
                || character == '\t' || character == '\n' || character == '\r';
    }

    /** Returns the index of the first character that SQS refuses, or -1. Half of a surrogate pair is also refused. */
    static int firstRefused(String text) {
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            if (!isTaken(character)) {
                return i;
            }
            i += Character.charCount(character);
        }
        return -1;
    }

    /** Returns the text with the replacement character in place of each character that SQS refuses. */
    static String replaceRefused(String text) {
        if (firstRefused(text) < 0) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(character -> clean.appendCodePoint(isTaken(character) ? character : 0xFFFD));
        return clean.toString();
    }

    /** Returns the length in bytes of UTF-8, without encoding the text. */
    static int bytes(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // A surrogate is half of a character of four bytes.
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }
}
