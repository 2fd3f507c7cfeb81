package io.trailbridge.transform.text;

/**
 * Recognises literal IP addresses as CloudTrail's {@code sourceIPAddress} accepts them: without port, zone or prefix
 * length.
 */
public final class IpAddress {
    private static final int GROUPS = 8;

    private IpAddress() {}

    public static boolean isValid(String text) {
        if (text.length() < 2 || text.length() > 45) {
            return false;
        }
        return text.indexOf(':') < 0 ? isV4(text, 0) : isV6(text);
    }

    /**
     * Returns whether a valid address is meaningful within one network only: RFC 1918, 4193, 6598, loopback and
     * link-local.
     */
    public static boolean isPrivate(String address) {
        if (address.indexOf(':') >= 0) {
            return address.equals("::1")
                    || address.regionMatches(true, 0, "fc", 0, 2)
                    || address.regionMatches(true, 0, "fd", 0, 2)
                    || address.regionMatches(true, 0, "fe80:", 0, 5);
        }
        int dot = address.indexOf('.');
        int second = Integer.parseInt(address.substring(dot + 1, address.indexOf('.', dot + 1)));
        return switch (Integer.parseInt(address.substring(0, dot))) {
            case 0, 10, 127 -> true;
            case 100 -> second >= 64 && second < 128;
            case 169 -> second == 254;
            case 172 -> second >= 16 && second < 32;
            case 192 -> second == 168;
            default -> false;
        };
    }

    private static boolean isV4(String text, int from) {
        int parts = 0;
        int start = from;
        for (int i = from; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != '.') {
                continue;
            }
            if (!isOctet(text, start, i)) {
                return false;
            }
            parts++;
            start = i + 1;
        }
        return parts == 4;
    }

    private static boolean isOctet(String text, int start, int end) {
        int digits = end - start;
        if (digits < 1 || digits > 3 || digits > 1 && text.charAt(start) == '0') {
            return false;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            value = value * 10 + (c - '0');
        }
        return value < 256;
    }

    private static boolean isV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == GROUPS;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        String head = text.substring(0, gap);
        String tail = text.substring(gap + 2);
        int before = head.isEmpty() ? 0 : head.indexOf('.') >= 0 ? -1 : groups(head);
        int after = tail.isEmpty() ? 0 : groups(tail);
        return before >= 0 && after >= 0 && before + after < GROUPS;
    }

    /**
     * Returns the number of 16-bit groups in the text, a dotted quad at its end counting as two; -1 if the text is
     * invalid.
     */
    private static int groups(String text) {
        int count = 0;
        int start = 0;
        while (true) {
            int colon = text.indexOf(':', start);
            int end = colon < 0 ? text.length() : colon;
            if (colon < 0 && text.indexOf('.', start) >= 0) {
                return isV4(text, start) ? count + 2 : -1;
            }
            if (!isGroup(text, start, end)) {
                return -1;
            }
            count++;
            if (colon < 0) {
                return count;
            }
            start = colon + 1;
        }
    }

    private static boolean isGroup(String text, int start, int end) {
        if (end == start || end - start > 4) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return true;
    }
}
