package io.trailbridge.transform.text;

import java.util.List;

/**
 * The rule for links in all formats: a link is a web address with a host. Look-alikes such as javascript: are not
 * links, and neither are email addresses. Stateless, thread-safe.
 */
public final class WebLink {
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";

    private WebLink() {}

    /**
     * Returns the link in the text, null if it is not a link. The scheme may be missing or in capitals, and the link
     * may be in HTML.
     */
    public static String of(String text) {
        String given = text.strip();
        if (given.startsWith("<")) {
            List<String> links = PlainText.linked(given).links();
            return links.size() == 1 && !links.get(0).startsWith("<") ? of(links.get(0)) : null;
        }
        String url = withScheme(given);
        int start = start(url);
        if (start < 0 || !isValid(url, start) || url != given && !isLikeHost(url, start)) {
            return null;
        }
        return hasScheme(url) ? url : (start == HTTP.length() ? HTTP : HTTPS) + url.substring(start);
    }

    /** Returns the link, null also if it is longer than this many chars. */
    public static String of(String text, int longest) {
        String url = of(text);
        return url == null || url.length() > longest ? null : url;
    }

    /** Returns whether the text is a link without a change, with its scheme in lower case. */
    public static boolean isValid(String url) {
        return hasScheme(url) && isValid(url, start(url));
    }

    private static boolean hasScheme(String url) {
        return url.startsWith(HTTPS) || url.startsWith(HTTP);
    }

    /** Returns the link itself, or with the scheme that it lacks. */
    private static String withScheme(String url) {
        int slash = url.indexOf('/');
        boolean startsWithHost = slash > 0 && url.lastIndexOf('.', slash) > 0 && url.indexOf(' ') < 0;
        return startsWithHost && !startsWithScheme(url, slash) ? HTTPS + url : url;
    }

    /** Returns whether the part before a colon is a scheme and not a host, because no port follows. */
    private static boolean startsWithScheme(String url, int slash) {
        int colon = url.indexOf(':');
        if (colon < 0 || colon > slash) {
            return false;
        }
        for (int i = colon + 1; i < slash; i++) {
            if (!Character.isDigit(url.charAt(i))) {
                return true;
            }
        }
        return colon + 1 == slash;
    }

    /**
     * Returns whether the link begins like a host. What looks like a host without a scheme may be a path or an email
     * address.
     */
    private static boolean isLikeHost(String url, int start) {
        return Character.isLetterOrDigit(url.charAt(start))
                && url.substring(start, end(url, start)).indexOf('@') < 0;
    }

    private static boolean isValid(String url, int start) {
        for (int i = start; i < url.length(); i++) {
            char c = url.charAt(i);
            boolean plain = c > ' ' && c < 0x7F;
            if (!plain && (c < 0x80 || Character.isWhitespace(c) || Character.isISOControl(c))) {
                return false;
            }
        }
        int end = end(url, start);
        int host = url.lastIndexOf('@', end - 1) + 1;
        return isHost(url, Math.max(host, start), end);
    }

    /**
     * Returns whether the range is a host: a name or an address, an address with colons in brackets, and optionally a
     * port.
     */
    private static boolean isHost(String url, int start, int end) {
        int colon = url.lastIndexOf(':', end - 1);
        int bracket = url.lastIndexOf(']', end - 1);
        int last = colon > start && colon > bracket ? colon : end;
        for (int i = last + 1; i < end; i++) {
            if (url.charAt(i) < '0' || url.charAt(i) > '9') {
                return false;
            }
        }
        boolean address = start < end && url.charAt(start) == '[' && bracket == last - 1;
        for (int i = address ? start + 1 : start; i < (address ? bracket : last); i++) {
            char c = url.charAt(i);
            if (!Character.isLetterOrDigit(c) && ".-_".indexOf(c) < 0 && !(address && ":%".indexOf(c) >= 0)) {
                return false;
            }
        }
        return last > start;
    }

    private static int start(String url) {
        return url.regionMatches(true, 0, HTTPS, 0, HTTPS.length())
                ? HTTPS.length()
                : url.regionMatches(true, 0, HTTP, 0, HTTP.length()) ? HTTP.length() : -1;
    }

    /** Returns the end of the authority: the host and what is around it, such as user info and port. */
    private static int end(String url, int start) {
        int end = start;
        while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
