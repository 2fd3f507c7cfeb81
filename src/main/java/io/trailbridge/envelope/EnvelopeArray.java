package io.trailbridge.envelope;

import java.util.ArrayList;
import java.util.List;

/**
 * Several envelopes in one text: a JSON array, each element the unchanged text of an envelope. Stateless; any thread.
 */
public final class EnvelopeArray {
    /** The largest number of envelopes, so that a message does not become many more events than were sent with it. */
    public static final int MAX_ENVELOPES = 100;

    /** The bytes that each element takes beside its own: a comma or a bracket. The array takes one more. */
    public static final int BYTES_BESIDE = 1;

    private EnvelopeArray() {}

    /** Returns whether a text may be such an array: no envelope by itself begins like one. */
    public static boolean isArray(String text) {
        return text.startsWith("[");
    }

    /** Returns the array of these envelopes, each of which is the text of a JSON object. */
    public static String join(List<String> envelopes) {
        StringBuilder array =
                new StringBuilder(envelopes.stream().mapToInt(String::length).sum() + envelopes.size() + 1);
        char before = '[';
        for (String envelope : envelopes) {
            array.append(before).append(envelope);
            before = ',';
        }
        return array.append(']').toString();
    }

    /**
     * Returns the texts of the elements. The elements are not examined: what is in them is for whoever reads them.
     *
     * @return an empty list where the text is not an array of one to {@value #MAX_ENVELOPES} objects
     */
    public static List<String> split(String array) {
        List<String> envelopes = new ArrayList<>();
        int at = skipBlank(array, 1);
        while (isArray(array) && at < array.length() && array.charAt(at) == '{') {
            int end = endOfObject(array, at);
            if (end < 0 || envelopes.size() == MAX_ENVELOPES) {
                break;
            }
            envelopes.add(array.substring(at, end));
            at = skipBlank(array, end);
            if (at < array.length() && array.charAt(at) == ']') {
                return skipBlank(array, at + 1) == array.length() ? envelopes : List.of();
            }
            if (at == array.length() || array.charAt(at) != ',') {
                break;
            }
            at = skipBlank(array, at + 1);
        }
        return List.of();
    }

    /** Returns the index behind the object that begins here; -1 where it does not end. */
    private static int endOfObject(String text, int start) {
        int open = 0;
        for (int i = start; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '{', '[' -> open++;
                case '}', ']' -> open--;
                case '"' -> i = endOfString(text, i + 1);
                default -> {
                    continue;
                }
            }
            if (i < 0) {
                return -1;
            }
            if (open == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    /** Returns the index of the quote that ends the string; -1 where none does. */
    private static int endOfString(String text, int start) {
        int quote = text.indexOf('"', start);
        while (quote >= 0 && isEscaped(text, start, quote)) {
            quote = text.indexOf('"', quote + 1);
        }
        return quote;
    }

    /** Returns whether an odd number of backslashes precedes the char at the index. */
    private static boolean isEscaped(String text, int start, int index) {
        int first = index;
        while (first > start && text.charAt(first - 1) == '\\') {
            first--;
        }
        return (index - first) % 2 == 1;
    }

    private static int skipBlank(String text, int start) {
        int at = start;
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
