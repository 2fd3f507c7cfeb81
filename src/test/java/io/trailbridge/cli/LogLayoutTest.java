package io.trailbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.envelope.JsonText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log of the program makes of strings that others wrote. */
class LogLayoutTest {
    private static final String FORGED = "2026-01-01T00:00:00.000Z INFO  Bridge stopped";
    /** What ends a line for any reader, and what a terminal obeys or hides. */
    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n\\t]]");

    @AfterEach
    void restore() {
        System.clearProperty("trailbridge.log.format");
    }

    private static String written(String format, String foreign, Throwable thrown) {
        System.setProperty("trailbridge.log.format", format);
        try (LoggerContext context = new LoggerContext("test", null, (URI) null)) {
            Configuration configuration = ConfigurationFactory.getInstance()
                    .getConfiguration(
                            context,
                            "test",
                            URI.create(LogLayoutTest.class
                                    .getResource("/log4j2.xml")
                                    .toString()));
            configuration.initialize();
            byte[] line = configuration
                    .getAppender("console")
                    .getLayout()
                    .toByteArray(Log4jLogEvent.newBuilder()
                            .setLoggerName("io.trailbridge.pipeline.ParkingLot")
                            .setLevel(Level.WARN)
                            .setThrown(thrown)
                            .setMessage(new ParameterizedMessage("parking reason={}", foreign))
                            .build());
            return new String(line, StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\r",
                "\r\n",
                "\u0085",
                "\u2028",
                "\u2029",
                "\u000b",
                "\f",
                "\u001b[2K\r",
                "\u009b2J",
                "\u202e",
                "\u0000",
                "\ufeff"
            })
    void aMessageIsOneLineAsText(String breaks) {
        String text = written("text", "x" + breaks + FORGED, null);
        assertEquals(1, text.split("\\R").length, text);
        assertTrue(text.contains("Z WARN  ParkingLot parking reason=x"), text);
        assertFalse(HIDDEN.matcher(text).find(), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\u0085", "\u2028", "\u001b[2K\r"})
    void noLineOfAStackTraceBeginsLikeARecord(String breaks) {
        String text = written(
                "text",
                "x",
                new IllegalStateException("x" + breaks + FORGED, new IllegalArgumentException(breaks + FORGED)));
        List<String> lines = text.lines().toList();
        assertTrue(lines.get(1).strip().startsWith("java.lang.IllegalStateException: x"), text);
        assertTrue(lines.stream().anyMatch(line -> line.strip().startsWith("at ")), text);
        assertEquals(1, lines.stream().filter(line -> line.startsWith("20")).count(), text);
        assertEquals(1, Pattern.compile("Caused by").matcher(text).results().count(), text);
        assertFalse(HIDDEN.matcher(text).find(), text);
    }

    @Test
    void aPlainMessageIsAsItWas() {
        String text = written("text", "\"caf\u00e9\" \\u001b", null);
        assertTrue(text.matches("[0-9T:.-]+Z WARN  ParkingLot parking reason=\"caf\u00e9\" \\\\u001b\\R"), text);
    }

    @Test
    void aRecordOfJsonIsOneLine() {
        String foreign = "x\r\n\u0085\u2028\u009b\u001b\"}\n" + FORGED;
        String text = written("json", foreign, new IllegalStateException(foreign));
        assertEquals(1, text.lines().count(), text);
        JsonNode record = JsonText.parse(text.strip()).orElseThrow();
        assertEquals(
                "parking reason=x\r\n???\u001b\"}\n" + FORGED,
                record.path("message").asText());
        assertTrue(record.path("error").asText().contains("IllegalStateException"), text);
    }
}
