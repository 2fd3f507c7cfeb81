package io.trailbridge.transform.asff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trailbridge.transform.TimeText;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The times of a finding, {@code yyyy-MM-ddTHH:mm:ss.SSSZ} in UTC: texts of one length whose order is that of time, so
 * that the mappings' functions need not read what another of them wrote.
 */
final class FindingTime {
    private static final String FORM = "0000-00-00T00:00:00.000Z";

    /** Until this day all months have it. */
    private static final int SAFE_DAY = 28;

    private FindingTime() {}

    /** The first of the values that is a time. */
    static JsonNode first(JsonNode[] candidates) {
        for (JsonNode candidate : candidates) {
            JsonNode time = of(candidate);
            if (time != null) {
                return time;
            }
        }
        return null;
    }

    static JsonNode latest(JsonNode[] candidates) {
        JsonNode latest = null;
        for (JsonNode candidate : candidates) {
            JsonNode time = of(candidate);
            if (time != null && (latest == null || time.textValue().compareTo(latest.textValue()) > 0)) {
                latest = time;
            }
        }
        return latest;
    }

    /** The first of two times unless it is after the second. */
    static JsonNode notAfter(JsonNode[] arguments) {
        JsonNode one = of(arguments[0]);
        JsonNode other = of(arguments[1]);
        return one == null || other != null && one.textValue().compareTo(other.textValue()) > 0 ? null : one;
    }

    /** The value's time cut to milliseconds, null when it is none. */
    private static JsonNode of(JsonNode value) {
        if (!value.isTextual()) {
            return null;
        }
        if (isFinished(value.textValue())) {
            return value;
        }
        Instant time = TimeText.parse(value.textValue());
        return time == null ? null : JsonNodeFactory.instance.textNode(text(time));
    }

    private static boolean isFinished(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char c = text.charAt(i);
            if (FORM.charAt(i) == '0' ? c < '0' || c > '9' : c != FORM.charAt(i)) {
                return false;
            }
        }
        int month = two(text, 5);
        int day = two(text, 8);
        int year = two(text, 0) * 100 + two(text, 2);
        return year > 1970 && year < 9998 && month >= 1 && month <= 12 && day >= 1 && day <= SAFE_DAY
                && two(text, 11) < 24 && two(text, 14) < 60 && two(text, 17) < 60;
    }

    private static int two(String text, int at) {
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }

    private static String text(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        char[] text = FORM.toCharArray();
        put(text, 4, utc.getYear());
        put(text, 7, utc.getMonthValue());
        put(text, 10, utc.getDayOfMonth());
        put(text, 13, utc.getHour());
        put(text, 16, utc.getMinute());
        put(text, 19, utc.getSecond());
        put(text, 23, utc.getNano() / 1_000_000);
        return new String(text);
    }

    /** The digits of the number before that place. */
    private static void put(char[] text, int end, int number) {
        for (int at = end - 1, rest = number; rest > 0; at--, rest /= 10) {
            text[at] = (char) ('0' + rest % 10);
        }
    }
}
