package io.trailbridge.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionStringTest {
    private static final List<String> NAMES = List.of("Endpoint", "Key", "Other");

    private static ConnectionString parse(String text) {
        return ConnectionString.parse(text, NAMES, "the portal");
    }

    @Test
    void namesAreOfAnyLetterCaseValuesMayHoldEqualsSignsAndEmptyPartsAreNone() {
        ConnectionString parsed = parse(" endpoint = sb://x/ ;;KEY=a2V5PT0=; ");
        assertEquals("sb://x/", parsed.value("Endpoint").orElseThrow());
        assertEquals("a2V5PT0=", parsed.value("Key").orElseThrow());
        assertTrue(parsed.value("Other").isEmpty());
        assertEquals("Endpoint=sb://x/;Key=a2V5PT0=", parsed.text());
        assertEquals("Endpoint=sb://x/", parsed.without("Key").text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Endpoint=e;a2V5 | its part 2 of 2 (4 characters) begins with none of Endpoint=, Key=, Other=",
                "Endpoint=e;Ky=a2V5 | its part 2 of 2 (7 characters) begins with none of",
                "=a2V5 | its part 1 of 1 (5 characters) begins with none of",
                "Key=;Endpoint=e | Key has no value",
                "Key=a2V5;key=a2V6 | Key is given twice",
                "Key=a2V5ü | Key (5 characters) holds a line break or another character",
            })
    void whatIsRefusedIsNamedByNamePlaceAndLength(String text, String expected) {
        String message =
                assertThrows(CredentialsException.class, () -> parse(text)).getMessage();
        assertTrue(message.startsWith("connectionString: " + expected), message);
        assertTrue(message.endsWith(": copy it again from the portal"), message);
        assertFalse(message.contains("a2V"), message);
    }

    @Test
    void oneOfTwoIsNeededAndNotBoth() {
        parse("Key=k").requireOneOf("Key", "Other");
        assertThrows(CredentialsException.class, () -> parse("Endpoint=e").requireOneOf("Key", "Other"));
        assertThrows(CredentialsException.class, () -> parse("Key=k;Other=o").requireOneOf("Key", "Other"));
    }

    @Test
    void theSecretIsNotShown() {
        assertEquals("[Endpoint, Key]", parse("Endpoint=e;Key=a2V5").toString());
    }
}
