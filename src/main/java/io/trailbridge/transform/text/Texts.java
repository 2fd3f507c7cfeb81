package io.trailbridge.transform.text;

import java.util.Locale;
import java.util.function.UnaryOperator;

/** Operations on single strings. */
public final class Texts {
    private static final char REPLACEMENT = '\uFFFD';

    /**
     * Number of chars whose letter case is converted at a time. The JDK copies the whole text for each char that
     * becomes longer, such as the sharp s, and examines the whole word around a sigma.
     */
    private static final int PIECE = 256;

    /**
     * Number of slow letters, those for which the JDK takes much more time than for others, above which our own
     * conversion is used.
     */
    private static final int MANY = 16;

    /** Length of the longest placeholder; only the smallest time of .NET, which begins with a 0, is longer. */
    private static final int LONGEST_PLACEHOLDER = 7;

    private static final char DOTTED_I = '\u0130';
    private static final char SIGMA = '\u03A3';

    private Texts() {}

    /**
     * Returns the text in lower case, in time linear in its length. The result equals the JDK's, except for a sigma in
     * a string with more than {@value #MANY} slow letters: there a sigma is final if a letter is directly before it
     * and none directly after it.
     */
    public static String lowerCase(String text) {
        int slow = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            slow += c == DOTTED_I || c == SIGMA ? 1 : 0;
        }
        return slow == 0
                ? text.toLowerCase(Locale.ROOT)
                : slow > MANY ? ownLowerCase(text) : inPieces(text, piece -> piece.toLowerCase(Locale.ROOT));
    }

    /** Returns the text in upper case, in time linear in its length. */
    public static String upperCase(String text) {
        return inPieces(text, piece -> piece.toUpperCase(Locale.ROOT));
    }

    private static String ownLowerCase(String text) {
        StringBuilder lower = new StringBuilder(text.length() * 2);
        for (int i = 0; i < text.length(); ) {
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
        for (int from = 0; from < text.length(); ) {
            int end = pieceEnd(text, from);
            folded.append(folding.apply(text.substring(from, end)));
            from = end;
        }
        return folded.toString();
    }

    /** Returns the end of the piece: after a space, so that no word is cut; within a word only if the word is long. */
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

    /** Returns the text itself if it can be encoded as UTF-8, else the text with each lone surrogate replaced. */
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

    /** Returns whether the surrogate at this index is half of a pair. */
    public static boolean isInPair(String text, int i) {
        return isPair(text, i) || i > 0 && isPair(text, i - 1);
    }

    /** Returns the text cut to at most this many chars, never within a code point. */
    public static String cut(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        int end = maxChars > 0 && isPair(text, maxChars - 1) ? maxChars - 1 : maxChars;
        return text.substring(0, end);
    }

    /**
     * Returns the index of the part, ignoring case; -1 if it is not there. Indexes of a lower-case copy would not fit
     * the text.
     */
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

    /** Returns the same as {@link String#isBlank}; for most strings it only needs to look at the first char. */
    public static boolean isBlank(String text) {
        return (text.isEmpty() || !isMark(text.charAt(0))) && text.isBlank();
    }

    /** Returns whether the char is a visible ASCII char. */
    public static boolean isMark(char c) {
        return c > ' ' && c < 0x7F;
    }

    /** Returns whether the text, apart from white space around it, is empty or a placeholder value. */
    public static boolean isBlankOrPlaceholder(String text) {
        int length = text.length();
        if (length > LONGEST_PLACEHOLDER && isMark(text.charAt(0)) && isMark(text.charAt(length - 1))) {
            // Nearly all strings: there is nothing to strip, and they are longer than every placeholder but one.
            return text.charAt(0) == '0' && isPlaceholder(text);
        }
        return text.isBlank() || isPlaceholder(text.strip());
    }

    /** Returns whether the text is a placeholder for a missing value. */
    public static boolean isPlaceholder(String text) {
        return switch (text.length()) {
            case 3 -> text.equalsIgnoreCase("N/A");
            case 4 -> text.equalsIgnoreCase("None") || text.equalsIgnoreCase("null");
            case LONGEST_PLACEHOLDER -> text.equalsIgnoreCase("Unknown");
            // The smallest time of .NET.
            default -> text.startsWith("0001-01-01T00:00:00");
        };
    }
}
