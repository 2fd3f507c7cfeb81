package io.trailbridge.transform.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.transform.text.IpAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/** The scalar types of OCSF, by the short names of {@code ocsf-fields.txt}. */
final class OcsfTypes {
    /** The maximum length in characters of every string in 1.3.0. */
    static final int LONGEST_TEXT = 65_535;

    private static final int LONGEST_OLD_HASH = 64;
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_ADDRESS = 320;
    private static final int LONGEST_IP = 40;
    private static final Pattern EMAIL =
            Pattern.compile("[a-zA-Z0-9!#$%&'*+-/=?^_`{|}~.]+@[a-zA-Z0-9-]+\\.[a-zA-Z0-9-.]+");
    /** Matches a scheme and what follows it; without a scheme, a host, path or other word, but not a sentence. */
    private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.+|(?!\\w+://)\\S+", Pattern.DOTALL);

    private static final Pattern MAC = Pattern.compile("([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}");

    /** The types; their names in that file are these in lower case. */
    enum Scalar {
        ANY,
        OBJECT,
        BOOL,
        INT,
        LONG,
        FLOAT,
        PORT,
        TEXT,
        IP,
        HOSTNAME,
        EMAIL,
        HASH,
        MAC;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Scalar of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    private OcsfTypes() {}

    /** Returns why the value is not of the type, null if it is. */
    static String fault(Scalar type, JsonNode value, boolean old) {
        return switch (type) {
            case ANY -> null;
            case OBJECT -> value.isObject() ? null : "it must be an object";
            case BOOL -> value.isBoolean() ? null : "it must be true or false";
            case INT -> value.isInt() ? null : "it must be an integer of 32 bits";
            case LONG ->
                value.isIntegralNumber() && value.canConvertToLong() ? null : "it must be an integer of 64 bits";
            case FLOAT -> value.isNumber() && Double.isFinite(value.doubleValue()) ? null : "it must be a number";
            case PORT -> isPort(value) ? null : "it must be a port from 0 to 65535";
            default -> !value.isTextual() ? "it must be a string" : textFault(type, value.textValue(), old);
        };
    }

    private static String textFault(Scalar type, String text, boolean old) {
        boolean fits = switch (type) {
            case IP -> isIp(text);
            case HOSTNAME -> isHostName(text);
            case EMAIL -> isEmail(text);
            case HASH -> isHash(text) && (!old || text.length() <= LONGEST_OLD_HASH);
            case MAC -> MAC.matcher(text).matches();
            default -> true;
        };
        return fits ? null : "it is not of the type " + type.word();
    }

    static boolean isPort(JsonNode value) {
        return value.isInt() && value.intValue() >= 0 && value.intValue() <= 65_535;
    }

    static boolean isIp(String text) {
        return text.length() <= LONGEST_IP && IpAddress.isValid(text);
    }

    /** Returns whether the text consists of labels of letters, digits and inner hyphens, as 1.3.0 demands. */
    static boolean isHostName(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NAME) {
            return false;
        }
        char before = '.';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letter && (c == '-' ? before == '.' : c != '.' || before == '.' || before == '-')) {
                return false;
            }
            before = c;
        }
        return before != '.' && before != '-';
    }

    static boolean isEmail(String text) {
        return text.length() <= LONGEST_ADDRESS && EMAIL.matcher(text).matches();
    }

    /**
     * Returns whether the text is a URL of any scheme, possibly a defanged one: a URL in an alert is a trace, not a
     * link to follow.
     */
    static boolean isUrl(String text) {
        return URL.matcher(text).matches();
    }

    static boolean isHash(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
