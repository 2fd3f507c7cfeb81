package io.trailbridge.transform.text;

import java.util.Locale;
import java.util.function.UnaryOperator;

/** What is done to single texts. */
public final class Texts {
    private static final char REPLACEMENT = '\uFFFD';

    /**
     * Chars of a text that are folded at once: the JDK copies all of it for each char that becomes longer, as the sharp
     * s does, and looks at the whole word about a sigma.
     */
    private static final int PIECE = 256;

    /** A text with more letters than this for which the JDK takes much more time than for others is left to us. */
    private static final int MANY = 16;

    /** Chars of the longest word for "nothing"; only the smallest time of .NET, which begins with a 0, has more. */
    public static final int LONGEST_NOTHING = 7;

    private static final char DOTTED_I = '\u0130';
    private static final char SIGMA = '\u03A3';

    private Texts() {}

    /**
     * The text in lower case, in a time that grows with its length only. It is that of the JDK, but for a sigma in a
     * text of more than {@value #MANY}: that is a final one when just before it stands a letter and just after it none.
     */
    public static String lowerCase(String text) {
        int slow = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            slow += c == DOTTED_I || c == SIGMA ? 1 : 0;
        }
        return slow == 0 ? text.toLowerCase(Locale.ROOT)
                : slow > MANY ? ownLowerCase(text) : inPieces(text, piece -> piece.toLowerCase(Locale.ROOT));
    }

    /** The text in upper case, in a time that grows with its length only. */
    public static String upperCase(String text) {
        return inPieces(text, piece -> piece.toUpperCase(Locale.ROOT));
    }

    private static String ownLowerCase(String text) {
        StringBuilder lower = new StringBuilder(text.length() * 2);
        for (int i = 0; i < text.length();) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (c == DOTTED_I) {
                lower.append("i\u0307");
            } else if (c == SIGMA) {
                boolean within = next < text.length() && Character.isLetter(text.codePointAt(next));
                lower.append(i > 0 && Character.isLetter(text.codePointBefore(i)) && !within ? '\u03C2' : '\u03C3');
            } else {
                lower.appendCodePoint(Character.toLowerCase(c));
            }
            i = next;
        }
        return lower.toString();
    }

    private static String inPieces(String text, UnaryOperator<String> folding) {
        if (text.length() <= PIECE) {
            return folding.apply(text);
        }
        StringBuilder folded = new StringBuilder(text.length() + PIECE);
        for (int from = 0; from < text.length();) {
            int end = pieceEnd(text, from);
            folded.append(folding.apply(text.substring(from, end)));
            from = end;
        }
        return folded.toString();
    }

    /** After a blank, so that no word is cut; within a word only where it is longer than a piece. */
    private static int pieceEnd(String text, int from) {
        if (text.length() - from <= PIECE) {
            return text.length();
        }
        int last = from + PIECE;
        for (int end = last; end > last - PIECE / 2; end--) {
            if (text.charAt(end - 1) == ' ') {
                return end;
            }
        }
        return isPair(text, last - 1) ? last - 1 : last;
    }

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
    public static boolean isInPair(String text, int i) {
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
    public static int indexOf(String text, String part, int from) {
        for (int i = from; i <= text.length() - part.length(); i++) {
            if (text.regionMatches(true, i, part, 0, part.length())) {
                return i;
            }
        }
        return -1;
    }

    public static int lastIndexOf(String text, String part) {
        for (int i = text.length() - part.length(); i >= 0; i--) {
            if (text.regionMatches(true, i, part, 0, part.length())) {
                return i;
            }
        }
        return -1;
    }

    /** As the text's own, for which most texts need but a look at their first char. */
    public static boolean isBlank(String text) {
        return (text.isEmpty() || !isMark(text.charAt(0))) && text.isBlank();
    }

    /** Whether it is a char of ASCII that is written with ink. */
    public static boolean isMark(char c) {
        return c > ' ' && c < 0x7F;
    }

    /** Whether the source wrote a word for "nothing". */
    public static boolean standsForNothing(String text) {
        return switch (text.length()) {
            case 3 -> text.equalsIgnoreCase("N/A");
            case 4 -> text.equalsIgnoreCase("None") || text.equalsIgnoreCase("null");
            case LONGEST_NOTHING -> text.equalsIgnoreCase("Unknown");
            // The smallest time of .NET.
            default -> text.startsWith("0001-01-01T00:00:00");
        };
    }
}
