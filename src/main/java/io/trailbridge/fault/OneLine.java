package io.trailbridge.fault;

import java.util.Locale;

/**
 * Makes foreign text fit for one line of a log, of health or of a terminal: control characters, and characters that
 * change how a line is shown, become JSON escapes. Everything that comes from outside passes through here before it is
 * printed.
 */
public final class OneLine {
    private static final int LONGEST = 1000;

    private OneLine() {}

    /**
     * Returns a value for use within a line: line breaks become a space, text that is too long is cut, and a quote
     * becomes an apostrophe, so that a quoted value ends where it seems to; {@code "no reason given"} for null.
     */
    public static String of(String text) {
        if (text == null) {
            return "no reason given";
        }
        StringBuilder line = new StringBuilder();
        text.strip().codePoints().limit(LONGEST).forEach(c -> append(line, c));
        return text.length() > LONGEST ? line + "..." : line.toString();
    }

    /** Returns the whole text on one line, for foreign text of several lines; {@code "no reason given"} for null. */
    public static String joined(String text) {
        return text == null ? "no reason given" : escaped(text.strip().replaceAll("\\s*\\R\\s*", " "));
    }

    /** Returns a whole line that contains foreign text: nothing is cut, and a line break also becomes an escape. */
    public static String escaped(String line) {
        StringBuilder escaped = new StringBuilder(line.length());
        line.codePoints().forEach(c -> escape(escaped, c));
        return escaped.toString();
    }

    private static void append(StringBuilder line, int c) {
        if (c == '\n' || c == '\r' || c == '\t') {
            if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        } else if (c == '"') {
            line.append('\'');
        } else {
            escape(line, c);
        }
    }

    private static void escape(StringBuilder line, int c) {
        if (isHidden(c)) {
            for (char unit : Character.toChars(c)) {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
            }
        } else {
            line.appendCodePoint(c);
        }
    }

    /**
     * Returns true for controls (C0, C1), line and paragraph separators, formats such as the bidirectional ones, lone
     * surrogates.
     */
    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.FORMAT,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
