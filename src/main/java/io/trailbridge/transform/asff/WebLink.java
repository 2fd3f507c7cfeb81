package io.trailbridge.transform.asff;

import io.trailbridge.transform.MappingFunctions;

/** The links that a finding may hold: of the web, with a host. What only looks like one, as javascript:, is none. */
final class WebLink {
    private static final int LONGEST = 2048;
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";

    private WebLink() {}

    /** The link that the text is, also one without its scheme or with that in capitals; null when it is none. */
    static String of(String text) {
        String given = text.strip();
        String url = MappingFunctions.webUrl(given);
        int start = start(url);
        if (start < 0 || url.length() > LONGEST || !isOne(url, start)) {
            return null;
        }
        // What was taken for a host without a scheme may be an address of mail.
        boolean guessed = url != given && url.substring(start, end(url, start)).indexOf('@') >= 0;
        return guessed ? null : isOne(url) ? url : lowerScheme(url, start);
    }

    static boolean isOne(String url) {
        return (url.startsWith(HTTP) || url.startsWith(HTTPS)) && isOne(url, start(url));
    }

    private static boolean isOne(String url, int start) {
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

    /** A name or an address, the latter in brackets where it has colons, and a port by will. */
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
        return url.regionMatches(true, 0, HTTPS, 0, HTTPS.length()) ? HTTPS.length()
                : url.regionMatches(true, 0, HTTP, 0, HTTP.length()) ? HTTP.length() : -1;
    }

    /** Of the host and what stands about it. */
    private static int end(String url, int start) {
        int end = start;
        while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static String lowerScheme(String url, int start) {
        return (start == HTTP.length() ? HTTP : HTTPS) + url.substring(start);
    }
}
