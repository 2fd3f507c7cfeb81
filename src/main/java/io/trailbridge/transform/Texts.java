package io.trailbridge.transform;

/** What is done to single texts. */
public final class Texts {
    private static final char REPLACEMENT = '\uFFFD';

    private Texts() {}

    /** The text itself when it can be written as UTF-8, else with each lone surrogate replaced. */
    public static String wellFormed(String text) {
        int length = text.length();
        int all = 0;
        for (int i = 0; i < length; i++) {
            all |= text.charAt(i);
        }
        return all < Character.MIN_SURROGATE ? text : withoutLoneSurrogates(text);
    }

    private static String withoutLoneSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) {
                continue;
            }
            if (isPair(text, i)) {
                i++;
            } else {
                return replaceLoneSurrogates(text, i);
            }
        }
        return text;
    }

    private static String replaceLoneSurrogates(String text, int from) {
        StringBuilder clean = new StringBuilder(text);
        for (int i = from; i < clean.length(); i++) {
            if (isPair(clean, i)) {
                i++;
            } else if (Character.isSurrogate(clean.charAt(i))) {
                clean.setCharAt(i, REPLACEMENT);
            }
        }
        return clean.toString();
    }

    private static boolean isPair(CharSequence text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }

    /** Whether the surrogate there is half of a pair. */
    static boolean isInPair(String text, int i) {
        return isPair(text, i) || i > 0 && isPair(text, i - 1);
    }

    /** The text cut to at most so many chars, never within a code point. */
    public static String cut(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        int end = maxChars > 0 && isPair(text, maxChars - 1) ? maxChars - 1 : maxChars;
        return text.substring(0, end);
    }

    /** The index of the part in any case, -1 when it is not there. Indexes of a lower-case copy would not fit. */
    static int indexOf(String text, String part, int from) {
        for (int i = from; i <= text.length() - part.length(); i++) {
            if (text.regionMatches(true, i, part, 0, part.length())) {
                return i;
            }
        }
        return -1;
    }

    static int lastIndexOf(String text, String part) {
        for (int i = text.length() - part.length(); i >= 0; i--) {
            if (text.regionMatches(true, i, part, 0, part.length())) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the source wrote a word for "nothing". */
    public static boolean standsForNothing(String text) {
        return switch (text.length()) {
            case 3 -> text.equalsIgnoreCase("N/A");
            case 4 -> text.equalsIgnoreCase("None") || text.equalsIgnoreCase("null");
            case 7 -> text.equalsIgnoreCase("Unknown");
            // The smallest time of .NET.
            default -> text.startsWith("0001-01-01T00:00:00");
        };
    }
}
