package io.trailbridge.envelope;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The text that a queue accepts in a message, and the encoding of text that it does not accept: gzip, then base64.
 *
 * <p>SQS accepts only the characters of XML 1.0: {@code #x9 | #xA | #xD | #x20-#xD7FF | #xE000-#xFFFD |
 * #x10000-#x10FFFF} (SendMessage, Amazon SQS API reference). Stateless; any thread.
 */
public final class QueueText {
    /** The size limit of an envelope: events of up to 1 MB become less than 2 MB, also in base64. */
    public static final int MAX_INFLATED_BYTES = 8 * 1024 * 1024;

    private QueueText() {}

    /** Returns whether every character of the text is allowed in a message. */
    public static boolean isAllowed(String text) {
        return firstRefused(text) < 0;
    }

    /** Returns the index of the first character that a queue refuses, or -1. Half of a surrogate pair is refused. */
    public static int firstRefused(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Most characters are in this range, and one comparison each makes the loop several times faster.
            if (c >= ' ' && c < Character.MIN_SURROGATE) {
                continue;
            }
            int character = text.codePointAt(i);
            if (!isAllowed(character)) {
                return i;
            }
            i += Character.charCount(character) - 1;
        }
        return -1;
    }

    /** Returns the text with the replacement in place of each character that a queue refuses. */
    public static String replaceRefused(String text, char replacement) {
        if (isAllowed(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(character -> clean.appendCodePoint(isAllowed(character) ? character : replacement));
        return clean.toString();
    }

    private static boolean isAllowed(int character) {
        return character >= 0x20 && character <= 0xD7FF
                || character >= 0xE000 && character <= 0xFFFD
                || character >= 0x10000
                || character == '\t'
                || character == '\n'
                || character == '\r';
    }

    public static String compress(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** Undoes {@link #compress}. Refuses text that would become larger than {@value #MAX_INFLATED_BYTES} bytes. */
    public static String decompress(String text) {
        try (GZIPInputStream gzip =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            byte[] bytes = gzip.readNBytes(MAX_INFLATED_BYTES + 1);
            if (bytes.length > MAX_INFLATED_BYTES) {
                throw new InvalidEnvelopeException(
                        "the compressed message body, " + Shape.of(text) + ", becomes larger than " + MAX_INFLATED_BYTES
                                + " bytes: split what it holds into several messages",
                        null);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException | IllegalArgumentException broken) {
            throw new InvalidEnvelopeException(
                    "the message body, " + Shape.of(text) + ", is marked " + EnvelopeHeaders.GZIP_BASE64
                            + " but cannot be undone: send it as it was received, or without the attribute "
                            + EnvelopeHeaders.CONTENT_ENCODING + " when it is not compressed",
                    broken);
        }
    }
}
