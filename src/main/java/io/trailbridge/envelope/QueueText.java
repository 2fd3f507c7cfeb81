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
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0xD800 || c == '\n' || c == '\r' || c == '\t' || c >= 0xE000 && c <= 0xFFFD) {
                continue;
            }
            if (!Character.isHighSurrogate(c) || i + 1 == text.length()
                    || !Character.isLowSurrogate(text.charAt(i + 1))) {
                return false;
            }
            i++;
        }
        return true;
    }

    /** Returns the length of the text in UTF-8, in bytes. */
    public static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
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
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            byte[] bytes = gzip.readNBytes(MAX_INFLATED_BYTES + 1);
            if (bytes.length > MAX_INFLATED_BYTES) {
                throw new InvalidEnvelopeException(
                        "the compressed message body, " + Shape.of(text) + ", becomes larger than "
                                + MAX_INFLATED_BYTES + " bytes: split what it holds into several messages", null);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException | IllegalArgumentException broken) {
            throw new InvalidEnvelopeException(
                    "the message body, " + Shape.of(text) + ", is marked " + EnvelopeHeaders.GZIP_BASE64
                            + " but cannot be undone: send it as it was received, or without the attribute "
                            + EnvelopeHeaders.CONTENT_ENCODING + " when it is not compressed", broken);
        }
    }
}
