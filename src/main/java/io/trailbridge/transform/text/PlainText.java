package io.trailbridge.transform.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Converts the HTML that Defender writes into descriptions and remediation steps to plain text. Only HTML tags are
 * removed, so that {@code a < b}, {@code <placeholder>} and Windows paths stay; a link keeps its address in
 * parentheses. Text without a tag or an entity is returned as it is. The static methods may be called by any thread.
 */
public final class PlainText {
    private static final Set<String> BREAKS =
            Set.of("br", "p", "div", "ul", "ol", "li", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre");
    private static final Set<String> INLINE = Set.of(
            "a", "b", "i", "u", "s", "em", "strong", "span", "font", "code", "small", "sub", "sup", "td", "th", "thead",
            "tbody", "img", "html", "body");
    private static final Map<String, String> ENTITIES = Map.of(
            "lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'", "nbsp", " ", "ndash", "\u2013", "mdash",
            "\u2014", "hellip", "\u2026", "bull", "\u2022");
    private static final int LONGEST_TAG = 2_048;
    private static final int LONGEST_ENTITY = 10;

    private final String html;
    private final StringBuilder plain;
    private final List<String> links = new ArrayList<>(0);
    private String link;
    private int linkStart;
    private boolean tagged;

    /** Position of the next closing bracket after everything that was read so far. */
    private int closing = -1;

    private PlainText(String html) {
        this.html = html;
        this.plain = new StringBuilder(html.length());
    }

    public static String of(String html) {
        return html.indexOf('<') < 0 && html.indexOf('&') < 0 ? html : new PlainText(html).convert();
    }

    /**
     * The text and the addresses of its links, of any scheme.
     *
     * @param text the same object as the input if nothing was removed
     */
    public record Linked(String text, List<String> links) {}

    public static Linked linked(String html) {
        if (html.indexOf('<') < 0) {
            return new Linked(of(html), List.of());
        }
        PlainText text = new PlainText(html);
        return new Linked(text.convert(), text.links);
    }

    private String convert() {
        int i = 0;
        while (i < html.length()) {
            char c = html.charAt(i);
            int end = c == '<' ? tag(i) : c == '&' ? entity(i) : -1;
            if (end < 0) {
                plain.append(c);
                end = i + 1;
            }
            i = end;
        }
        return tagged ? plain.toString().strip() : plain.toString();
    }

    /** Handles the tag that starts here. Returns the index after it, or -1 if none starts here. */
    private int tag(int start) {
        boolean closing = start + 1 < html.length() && html.charAt(start + 1) == '/';
        int nameStart = closing ? start + 2 : start + 1;
        int nameEnd = nameStart;
        while (nameEnd < html.length() && nameEnd - nameStart < 7 && isNameChar(html.charAt(nameEnd))) {
            nameEnd++;
        }
        int end = nameEnd == nameStart ? -1 : tagEnd(nameEnd);
        if (end < 0) {
            return -1;
        }
        char after = html.charAt(nameEnd);
        String name = html.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
        boolean breaks = BREAKS.contains(name);
        if (after != '>' && after != '/' && !Character.isWhitespace(after) || !breaks && !INLINE.contains(name)) {
            return -1;
        }
        tagged = true;
        if (breaks) {
            newLine(name.equals("br"));
        } else if (name.equals("a")) {
            link(closing, start, end);
        }
        return end + 1;
    }

    /**
     * Returns the position of the closing bracket, -1 if none is near. It is searched for once: it is the same for all
     * brackets that open before it.
     */
    private int tagEnd(int from) {
        if (closing < from) {
            int next = html.indexOf('>', from);
            closing = next < 0 ? html.length() : next;
        }
        return closing < Math.min(html.length(), from + LONGEST_TAG) ? closing : -1;
    }

    /** Returns the position of the char, -1 if it is not within that many chars. Does not search further than that. */
    private int find(char wanted, int from, int within) {
        int limit = Math.min(html.length(), from + within);
        for (int i = from; i < limit; i++) {
            if (html.charAt(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isNameChar(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private void newLine(boolean always) {
        int length = plain.length();
        if (length > 0 && (always || plain.charAt(length - 1) != '\n')) {
            plain.append('\n');
        }
    }

    private void link(boolean closing, int start, int end) {
        if (!closing) {
            link = attribute(html.substring(start, end), "href");
            linkStart = plain.length();
            if (link != null) {
                links.add(link);
            }
        } else if (link != null) {
            if (plain.indexOf(link, linkStart) < 0) {
                plain.append(" (").append(link).append(')');
            }
            link = null;
        }
    }

    private static String attribute(String tag, String name) {
        int at = Texts.indexOf(tag, name + "=", 0);
        if (at < 0) {
            return null;
        }
        int start = at + name.length() + 1;
        char quote = start < tag.length() ? tag.charAt(start) : ' ';
        boolean quoted = quote == '"' || quote == '\'';
        int from = quoted ? start + 1 : start;
        int to = quoted ? tag.indexOf(quote, from) : tag.indexOf(' ', from);
        String value = tag.substring(Math.min(from, tag.length()), to < 0 ? tag.length() : to);
        return value.isBlank() ? null : of(value);
    }

    /** Decodes the entity that starts here. Returns the index after it, or -1 if none starts here. */
    private int entity(int start) {
        int end = find(';', start, LONGEST_ENTITY);
        if (end < 0) {
            return -1;
        }
        String name = html.substring(start + 1, end);
        String text = name.startsWith("#") ? numeric(name.substring(1)) : ENTITIES.get(name);
        if (text == null) {
            return -1;
        }
        plain.append(text);
        return end + 1;
    }

    private static String numeric(String digits) {
        boolean hex = digits.startsWith("x") || digits.startsWith("X");
        try {
            int code = hex ? Integer.parseInt(digits.substring(1), 16) : Integer.parseInt(digits);
            boolean printable = Character.isDefined(code)
                    && !Character.isISOControl(code)
                    && Character.getType(code) != Character.SURROGATE;
            return printable || code == '\n' ? Character.toString(code) : null;
        } catch (NumberFormatException e) {
            // Not a number: the text only looks like an entity and stays as it is.
            return null;
        }
    }
}
