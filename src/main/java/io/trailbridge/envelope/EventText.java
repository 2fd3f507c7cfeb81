package io.trailbridge.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * An event as it was published: decoded once for all steps that read it, and scanned for valid JSON once. It keeps the
 * text but no tree. For one thread at a time.
 */
public final class EventText {
    private static final byte[] BYTE_ORDER_MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] bytes;
    private final int textBytes;
    private final String text;

    /** Whether the text is JSON; null until it was scanned. */
    private Boolean json;

    private EventText(byte[] bytes) {
        this.bytes = bytes;
        this.textBytes = bytes.length - (isMarked(bytes) ? BYTE_ORDER_MARK.length : 0);
        this.text = decode(bytes, bytes.length - textBytes, textBytes);
    }

    /** Returns the event in these bytes, which must not change any more. */
    public static EventText of(byte[] bytes) {
        return new EventText(bytes);
    }

    /** Returns whether this is the event in that very array. */
    public boolean isOf(Object array) {
        return bytes == array;
    }

    /** Returns the bytes as published; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the text without a byte order mark; null where the bytes are not UTF-8. */
    String text() {
        return text;
    }

    /** Returns the length of the text in bytes. */
    int textBytes() {
        return textBytes;
    }

    /** Returns whether the text is exactly one JSON value within the limits of an event. */
    boolean isJson() {
        if (json == null) {
            json = text != null && JsonText.isJson(text);
        }
        return json;
    }

    /**
     * Returns a tree of the event, or empty where it is not UTF-8, not JSON or beyond the limits of an event. Parts of
     * the tree are made when they are first read ({@link Outline}). Each call makes a tree.
     */
    public Optional<JsonNode> tree() {
        if (text == null) {
            return Optional.empty();
        }
        if (text.length() > JsonText.MAX_STRING) {
            // A string in it may be longer than a tree accepts, which an outline would not notice.
            return JsonText.parseEvent(text);
        }
        Optional<JsonNode> outline = JsonText.outline(text);
        json = outline.isPresent();
        return outline;
    }

    private static boolean isMarked(byte[] bytes) {
        int length = BYTE_ORDER_MARK.length;
        return bytes.length >= length && Arrays.equals(bytes, 0, length, BYTE_ORDER_MARK, 0, length);
    }

    /** Returns the text of these bytes, null where they are not UTF-8. */
    private static String decode(byte[] bytes, int from, int length) {
        // Much faster than a decoder, but it replaces what is not UTF-8.
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }
}
