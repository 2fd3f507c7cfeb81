package io.trailbridge.encoding;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Reads the times that Azure writes: RFC 3339 with any number of fraction digits, with or without a zone (UTC if
 * absent), with a space allowed instead of the T. Fractions of a second are truncated to nanoseconds.
 */
public final class TimeText {
    /**
     * The first and last accepted year. Outside of them lie the smallest and the largest time of .NET, which services
     * write for "none".
     */
    private static final int FIRST_YEAR = 1970;

    private static final int LAST_YEAR = 9998;
    private static final Instant LAST = LocalDateTime.of(LAST_YEAR, 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
    private static final String SECONDS = "0000-00-00T00:00:00Z";
    private static final String MILLIS = "0000-00-00T00:00:00.000Z";

    private static final DateTimeFormatter ANY_YEAR =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** The last day of the month that every month has. */
    private static final int SAFE_DAY = 28;

    private static final int NANO_DIGITS = 9;
    private static final long SECONDS_OF_DAY = 24 * 60 * 60;
    private static final int DATE_AND_MINUTES = "yyyy-MM-ddTHH:mm".length();

    private final String text;
    private int next;

    private TimeText(String text) {
        this.text = text;
    }

    /** Returns the time, or null if the text is not a time. */
    public static Instant parse(String text) {
        if (isPlainUtc(text)) {
            return plain(text);
        }
        String trimmed = text.trim();
        if (trimmed.length() < DATE_AND_MINUTES || trimmed.length() > 64) {
            return null;
        }
        try {
            return new TimeText(trimmed).read();
        } catch (DateTimeException e) {
            // A day or hour that does not exist: not a time, like any other text.
            return null;
        }
    }

    /**
     * Returns the same as {@link OffsetDateTime#parse(CharSequence)} for the form in which times of the envelope are
     * written, without a general parser; null for any other text.
     */
    public static Instant plainUtc(String text) {
        return isPlainUtc(text) ? plain(text) : null;
    }

    /** Returns the time as {@code yyyy-MM-ddTHH:mm:ss.SSSZ} in UTC, cut to milliseconds. */
    public static String utcMillis(Instant time) {
        boolean usual = !time.isBefore(Instant.EPOCH) && time.isBefore(LAST);
        return usual ? format(time, MILLIS) : ANY_YEAR.format(time);
    }

    /**
     * Returns the same as the time's own {@code toString}, without a general formatter for times in milliseconds, the
     * unit of Event Hubs.
     */
    public static String of(Instant time) {
        int nanos = time.getNano();
        boolean counted = nanos % 1_000_000 == 0 && !time.isBefore(Instant.EPOCH) && time.isBefore(LAST);
        return counted ? format(time, nanos == 0 ? SECONDS : MILLIS) : time.toString();
    }

    /** Returns the same time as {@code yyyy-MM-ddTHH:mm:ssZ} in UTC, null if the text is not a time. */
    public static String utcSeconds(String text) {
        if (isPlainUtc(text)) {
            return text.length() == SECONDS.length() ? text : text.substring(0, SECONDS.length() - 1) + 'Z';
        }
        Instant time = parse(text);
        return time == null ? null : format(time, SECONDS);
    }

    /** Returns the same time as {@code yyyy-MM-ddTHH:mm:ss.SSSZ} in UTC, null if the text is not a time. */
    public static String utcMillis(String text) {
        if (isPlainUtc(text)) {
            int given = Math.min(text.length(), MILLIS.length()) - 1;
            return text.length() == MILLIS.length() ? text : text.substring(0, given) + MILLIS.substring(given);
        }
        Instant time = parse(text);
        return time == null ? null : format(time, MILLIS);
    }

    /** Returns the same time in UTC with no more fraction digits than it needs, null if the text is not a time. */
    public static String utcShortest(String text) {
        String utc = text;
        if (!isPlainUtc(text)) {
            Instant time = parse(text);
            if (time == null) {
                return null;
            }
            utc = time.toString();
        }
        int end = utc.length() - 1;
        if (end == SECONDS.length() - 1) {
            return utc;
        }
        while (utc.charAt(end - 1) == '0') {
            end--;
        }
        int cut = utc.charAt(end - 1) == '.' ? end - 1 : end;
        return cut == utc.length() - 1 ? utc : utc.substring(0, cut) + 'Z';
    }

    /** Returns whether the text is a time in a form that can simply be cut: in UTC, on a day that every month has. */
    public static boolean isPlainUtc(String text) {
        int zone = text.length() - 1;
        int fraction = SECONDS.length() - 1;
        if (zone < fraction || zone == fraction + 1 || zone > fraction + 10 || text.charAt(zone) != 'Z') {
            return false;
        }
        for (int i = 0; i < zone; i++) {
            char c = text.charAt(i);
            char form = i < MILLIS.length() - 1 ? MILLIS.charAt(i) : '0';
            if (form == '0' ? !isDigit(c) : c != form) {
                return false;
            }
        }
        int year = two(text, 0) * 100 + two(text, 2);
        int month = two(text, 5);
        int day = two(text, 8);
        return year > FIRST_YEAR
                && year < LAST_YEAR
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= SAFE_DAY
                && two(text, 11) < 24
                && two(text, 14) < 60
                && two(text, 17) < 60;
    }

    /** Returns the time that a text of that form states. */
    private static Instant plain(String text) {
        LocalDate day = LocalDate.of(two(text, 0) * 100 + two(text, 2), two(text, 5), two(text, 8));
        int second = (two(text, 11) * 60 + two(text, 14)) * 60 + two(text, 17);
        int nanos = 0;
        for (int i = SECONDS.length(); i < SECONDS.length() + NANO_DIGITS; i++) {
            nanos = nanos * 10 + (i < text.length() - 1 ? text.charAt(i) - '0' : 0);
        }
        return Instant.ofEpochSecond(day.toEpochDay() * SECONDS_OF_DAY + second, nanos);
    }

    private static int two(String text, int at) {
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }

    private static String format(Instant time, String form) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        char[] text = form.toCharArray();
        put(text, 4, utc.getYear());
        put(text, 7, utc.getMonthValue());
        put(text, 10, utc.getDayOfMonth());
        put(text, 13, utc.getHour());
        put(text, 16, utc.getMinute());
        put(text, 19, utc.getSecond());
        if (form.length() == MILLIS.length()) {
            put(text, 23, utc.getNano() / 1_000_000);
        }
        return new String(text);
    }

    /** Writes the digits of the number before this position. */
    private static void put(char[] text, int end, int number) {
        for (int at = end - 1, rest = number; rest > 0; at--, rest /= 10) {
            text[at] = (char) ('0' + rest % 10);
        }
    }

    private Instant read() {
        int year = digits(4);
        expect("-");
        int month = digits(2);
        expect("-");
        int day = digits(2);
        expect("Tt ");
        int hour = digits(2);
        expect(":");
        int minute = digits(2);
        int second = 0;
        int nanos = 0;
        if (at(':')) {
            second = digits(2);
            if (at('.') || at(',')) {
                nanos = fraction();
            }
        }
        ZoneOffset zone = zone();
        if (next != text.length() || year < FIRST_YEAR || year > LAST_YEAR) {
            return null;
        }
        return LocalDateTime.of(year, month, day, hour, minute, second, nanos).toInstant(zone);
    }

    private ZoneOffset zone() {
        if (next == text.length() || at('Z') || at('z')) {
            return ZoneOffset.UTC;
        }
        int sign = at('-') ? -1 : 1;
        if (sign == 1) {
            expect("+");
        }
        int hours = digits(2);
        at(':');
        int minutes = next < text.length() ? digits(2) : 0;
        return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
    }

    private int fraction() {
        int start = next;
        int nanos = 0;
        while (next < text.length() && isDigit(text.charAt(next))) {
            if (next - start < 9) {
                nanos = nanos * 10 + (text.charAt(next) - '0');
            }
            next++;
        }
        for (int i = next - start; i < 9; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    private int digits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            char c = next < text.length() ? text.charAt(next) : ' ';
            if (!isDigit(c)) {
                throw new DateTimeException("no digit");
            }
            value = value * 10 + (c - '0');
            next++;
        }
        return value;
    }

    private void expect(String any) {
        if (next >= text.length() || any.indexOf(text.charAt(next)) < 0) {
            throw new DateTimeException("no separator");
        }
        next++;
    }

    private boolean at(char c) {
        if (next < text.length() && text.charAt(next) == c) {
            next++;
            return true;
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
