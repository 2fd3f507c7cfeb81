package io.trailbridge.fault;

import java.util.Locale;

/**
 * Makes text of others fit for one line of a log or of health: line breaks, control characters and characters that change
 * how a line is shown become escapes, and what is too long is cut. A quote becomes an apostrophe, so that a quoted value
 * ends where it seems to.
 */
public final class OneLine {
    private static final int LONGEST = 1000;

    private OneLine() {}

    /** The text on one line; {@code "no reason given"} for null. */
    public static String of(String text) {
        if (text == null) {
            return "no reason given";
        }
        StringBuilder line = new StringBuilder();
        text.strip().codePoints().limit(LONGEST).forEach(c -> append(line, c));
        return text.length() > LONGEST ? line + "..." : line.toString();
    }

    private static void append(StringBuilder line, int c) {
        if (c == '\n' || c == '\r' || c == '\t') {
            if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        } else if (c == '"') {
            line.append('\'');
        } else if (isHidden(c)) {
            line.append(String.format(Locale.ROOT, "\\u%04x", c));
        } else {
            line.appendCodePoint(c);
        }
    }

    /** Controls (C0, C1), line and paragraph separators, formats such as the bidirectional ones, lone surrogates. */
    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.FORMAT,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
