package io.trailbridge.transform.ocsf;

/** Takes apart an address that may be followed by a port: {@code 10.0.0.4:443}, {@code [2001:db8::1]:443}. */
final class AddressAndPort {
    private static final int LONGEST_PORT = 5;

    private AddressAndPort() {}

    /** The address, null when the text is none. */
    static String address(String text) {
        if (OcsfTypes.isIp(text)) {
            return text;
        }
        int end = end(text);
        if (end < 0) {
            return null;
        }
        // What holds colons itself stands in brackets.
        boolean brackets = text.charAt(0) == '[';
        String address = brackets ? text.substring(1, end - 1) : text.substring(0, end);
        return brackets == address.indexOf(':') >= 0 && OcsfTypes.isIp(address) ? address : null;
    }

    /** The digits after the address, null when there are none. */
    static String port(String text) {
        int end = OcsfTypes.isIp(text) || address(text) == null ? -1 : end(text);
        return end < 0 || end == text.length() ? null : text.substring(end + 1);
    }

    /** Where the address ends, -1 when something else than a port follows it. */
    private static int end(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (end <= 0 || end == text.length()) {
            return end <= 0 ? -1 : end;
        }
        int digits = text.length() - end - 1;
        return text.charAt(end) == ':' && digits > 0 && digits <= LONGEST_PORT && areDigits(text, end + 1) ? end : -1;
    }

    private static boolean areDigits(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
