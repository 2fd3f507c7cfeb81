package io.trailbridge.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999Z",
                "2026-05-05T10:00:00Z",
                "2026-05-05T10:00:00.123456789Z",
                "2024-02-29T23:59:59.999999999Z",
                "9997-12-31T23:59:59.999Z",
                "9999-12-31T23:59:59.999Z",
                "+12345-01-01T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "-0005-01-01T00:00:00Z"
            })
    void millisecondsAreWrittenAsByTheGeneralFormatter(String time) {
        Instant instant = Instant.parse(time);
        assertEquals(MILLISECONDS.format(instant), TimeText.utcMillis(instant));
    }

    @Test
    void timesByChanceAreWrittenAndReadAsByTheJdk() {
        Random random = new Random(5);
        for (int i = 0; i < 50_000; i++) {
            Instant time = Instant.ofEpochSecond(random.nextLong(-1L << 36, 1L << 38), random.nextInt(1_000_000_000));
            String text = TimeText.utcMillis(time);
            assertEquals(MILLISECONDS.format(time), text);
            Instant plain = TimeText.plainUtc(text);
            if (plain != null) {
                assertEquals(OffsetDateTime.parse(text).toInstant(), plain);
            }
        }
        assertEquals(Instant.parse("2026-05-05T10:00:00.123Z"), TimeText.plainUtc("2026-05-05T10:00:00.123Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2026-05-05", "2026-02-30T10:00:00Z", "2026-05-05T24:00:00Z", "2026-05-05T10:00:00+01:00"})
    void anyOtherTextIsLeftToTheGeneralParser(String text) {
        assertNull(TimeText.plainUtc(text));
    }
}
