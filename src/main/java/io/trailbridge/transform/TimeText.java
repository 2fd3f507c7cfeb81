package io.trailbridge.transform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Reads the times that Azure writes: RFC 3339 with any number of fraction digits, with or without a zone (then UTC),
 * a blank instead of the T. Fractions of a second are cut to nanoseconds.
 */
public final class TimeText {
    /** Outside of these lie the smallest and the largest time of .NET, by which services write "none". */
    private static final int FIRST_YEAR = 1970;

    private static final int LAST_YEAR = 9998;
    private static final int DATE_AND_MINUTES = "yyyy-MM-ddTHH:mm".length();

    private final String text;
    private int next;

    private TimeText(String text) {
        this.text = text;
    }

    /** The time, or null when the text is none. */
    public static Instant parse(String text) {
        String trimmed = text.trim();
        if (trimmed.length() < DATE_AND_MINUTES || trimmed.length() > 64) {
            return null;
        }
        try {
            return new TimeText(trimmed).read();
        } catch (DateTimeException e) {
            // A day or hour that does not exist: not a time, as any other text.
            return null;
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
