package io.trailbridge.transform.ocsf;

/** Splits an address that may be followed by a port: {@code 10.0.0.4:443}, {@code [2001:db8::1]:443}. */
final class AddressAndPort {
    private static final int LONGEST_PORT = 5;

    private AddressAndPort() {}

    /** Returns the address, null if the text is not one. */
    static String address(String text) {
        if (OcsfTypes.isIp(text)) {
            return text;
        }
        int end = end(text);
        if (end < 0) {
            return null;
        }
        // An address that contains colons must be in brackets.
        boolean brackets = text.charAt(0) == '[';
        String address = brackets ? text.substring(1, end - 1) : text.substring(0, end);
        return brackets == address.indexOf(':') >= 0 && OcsfTypes.isIp(address) ? address : null;
    }

    /** Returns the port after the address, null if there is none. */
    static String port(String text) {
        int end = OcsfTypes.isIp(text) || address(text) == null ? -1 : end(text);
        return end < 0 || end == text.length() ? null : text.substring(end + 1);
    }

    /** Returns the end of the address, -1 if something other than a port follows it. */
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
