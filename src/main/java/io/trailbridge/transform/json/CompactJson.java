package io.trailbridge.transform.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.transform.text.Texts;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Writes a value as compact JSON, as Jackson writes it, but always encodable as UTF-8: a lone surrogate becomes
 * U+FFFD. Text accounts for most of the cost of a mapping, so each char is examined once and buffers are reused.
 * Thread-safe.
 */
public final class CompactJson {
    /** Deeper values are left to Jackson, which does not recurse. */
    private static final int MAX_DEPTH = 500;

    private static final int INITIAL = 32 * 1024;
    private static final int LARGEST_SPARE = 256 * 1024;
    private static final int CHUNK = 1024;
    private static final int LONGEST_ESCAPE = 6;
    private static final char REPLACEMENT = '\uFFFD';
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    /**
     * For each char of ASCII, the char after the backslash, 'u' for the numeric form; 0 for a char that is written
     * unescaped.
     */
    private static final byte[] ESCAPES = escapes();

    /** For each char, 0 if it is always written unescaped. A single table, since it is read for every char. */
    private static final byte[] SPECIAL = special();

    /**
     * The instance that is not in use, null while it is in use. If two threads write at the same time, a second one is
     * created.
     */
    private static final AtomicReference<CompactJson> SPARE = new AtomicReference<>();

    private final char[] chunk = new char[CHUNK];
    private char[] chars = new char[INITIAL];
    private int end;
    private int limit;

    private CompactJson() {}

    public static String of(JsonNode value) {
        return of(value, Integer.MAX_VALUE);
    }

    /**
     * Returns the whole text. If the text is longer than the limit, the result may be only its beginning, of more chars
     * than the limit: the caller cuts it anyway, so the rest need not be written.
     */
    public static String of(JsonNode value, int limit) {
        CompactJson spare = SPARE.getAndSet(null);
        CompactJson json = spare == null ? new CompactJson() : spare;
        json.end = 0;
        json.limit = limit;
        json.value(value, 0);
        String text = new String(json.chars, 0, json.end);
        if (json.chars.length <= LARGEST_SPARE) {
            SPARE.set(json);
        }
        return text;
    }

    private void value(JsonNode value, int depth) {
        switch (value.getNodeType()) {
            case STRING -> text(value.textValue());
            case OBJECT -> object(value, depth);
            case ARRAY -> array(value, depth);
            default -> plain(JsonSize.textOf(value));
        }
    }

    private void object(JsonNode object, int depth) {
        if (depth == MAX_DEPTH) {
            plain(Texts.wellFormed(object.toString()));
            return;
        }
        mark('{');
        boolean first = true;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (end > limit) {
                return;
            }
            name(field.getKey(), first);
            first = false;
            value(field.getValue(), depth + 1);
        }
        if (end <= limit) {
            mark('}');
        }
    }

    private void array(JsonNode array, int depth) {
        if (depth == MAX_DEPTH) {
            plain(Texts.wellFormed(array.toString()));
            return;
        }
        mark('[');
        for (int i = 0; i < array.size(); i++) {
            if (end > limit) {
                return;
            }
            if (i > 0) {
                mark(',');
            }
            value(array.get(i), depth + 1);
        }
        if (end <= limit) {
            mark(']');
        }
    }

    private void mark(char c) {
        reserve(1);
        chars[end++] = c;
    }

    /** Appends text that needs no escaping. */
    private void plain(String text) {
        reserve(text.length());
        text.getChars(0, text.length(), chars, end);
        end += text.length();
    }

    private void name(String name, boolean first) {
        reserve(2);
        if (!first) {
            chars[end++] = ',';
        }
        text(name);
        chars[end++] = ':';
    }

    /** Appends a string with its quotes. Leaves room for one more char. */
    private void text(String text) {
        int length = text.length();
        if (length > CHUNK) {
            mark('"');
            chunks(text, 0);
            reserve(2);
            chars[end++] = '"';
            return;
        }
        reserve(length + 3);
        int start = end + 1;
        chars[end] = '"';
        end = start + length;
        if (!isCopied(text, length, start)) {
            escaped(text, start);
            reserve(2);
        }
        chars[end++] = '"';
    }

    /**
     * Copies the text and returns whether all of it is written unescaped. Most strings have nothing to escape: copying
     * them and examining all chars is faster than searching for the first special char.
     */
    private boolean isCopied(String text, int length, int start) {
        char[] target = chars;
        text.getChars(0, length, target, start);
        int special = 0;
        for (int i = start; i < start + length; i++) {
            special |= SPECIAL[target[i]];
        }
        return special == 0;
    }

    /** Writes the text, of which a copy already is at {@code start}, again from the first char that is special. */
    private void escaped(String text, int start) {
        int from = 0;
        while (SPECIAL[chars[start + from]] == 0) {
            from++;
        }
        end = start + from;
        chunks(text, from);
    }

    private void chunks(String text, int start) {
        for (int from = start; from < text.length(); from += CHUNK) {
            chunk(text, from, Math.min(text.length() - from, CHUNK));
        }
    }

    /**
     * Appends a part of the text: runs of unescaped chars, and between them mostly quotes and backslashes, those of
     * JSON within JSON.
     */
    private void chunk(String text, int from, int length) {
        reserve(LONGEST_ESCAPE * length);
        text.getChars(from, from + length, chunk, 0);
        char[] source = chunk;
        char[] target = chars;
        int at = end;
        for (int i = 0; i < length; i++) {
            int start = i;
            while (i < length && SPECIAL[source[i]] == 0) {
                i++;
            }
            System.arraycopy(source, start, target, at, i - start);
            at += i - start;
            if (i == length) {
                break;
            }
            char c = source[i];
            if (c == '"' || c == '\\') {
                target[at++] = '\\';
                target[at++] = c;
            } else if (c < ESCAPES.length) {
                at = escape(c, target, at);
            } else {
                target[at++] = Texts.isInPair(text, from + i) ? c : REPLACEMENT;
            }
        }
        end = at;
    }

    private static int escape(char c, char[] target, int start) {
        int at = start;
        target[at++] = '\\';
        target[at++] = (char) ESCAPES[c];
        if (ESCAPES[c] == 'u') {
            target[at++] = '0';
            target[at++] = '0';
            target[at++] = HEX[c >> 4];
            target[at++] = HEX[c & 0xF];
        }
        return at;
    }

    private void reserve(int more) {
        if (chars.length - end < more) {
            chars = Arrays.copyOf(chars, Math.max(chars.length * 2, end + more));
        }
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[0x80];
        Arrays.fill(escapes, 0, ' ', (byte) 'u');
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        return escapes;
    }

    private static byte[] special() {
        byte[] special = Arrays.copyOf(ESCAPES, Character.MAX_VALUE + 1);
        Arrays.fill(special, Character.MIN_SURROGATE, Character.MAX_SURROGATE + 1, (byte) 1);
        return special;
    }
}
