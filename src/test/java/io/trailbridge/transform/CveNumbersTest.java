package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CveNumbersTest {
    @ParameterizedTest
    @ValueSource(strings = {"CVE-2026-1234", "cve-2026-1234", "Cve-2026-1234567890123456789"})
    void aNumberIsReadInAnyCase(String text) {
        assertEquals(text.toUpperCase(Locale.ROOT), CveNumbers.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CVE-2026-123",
                "CVE-26-1234",
                "CVE-2026-1234\n",
                " CVE-2026-1234",
                "see CVE-2026-1234",
                "CVE-2026-12345678901234567890",
                "GHSA-aaaa-bbbb-cccc",
                "CVE-2026-\u0661\u0662\u0663\u0664"
            })
    void anyOtherTextIsNone(String text) {
        assertNull(CveNumbers.of(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"CVE-2026-0001\" | [CVE-2026-0001]",
                "[\"CVE-2026-0001\",\"x\",5,\"cve-2026-0002\"] | [CVE-2026-0001, CVE-2026-0002]",
                "\"CVE-2026-0001, CVE-2026-0002;CVE-2026-0003\" | [CVE-2026-0001, CVE-2026-0002, CVE-2026-0003]",
                "{\"a\":1} | []",
                "null | []",
                "5 | []"
            })
    void aListIsOneOfItsElementsOrOfAText(String value, String numbers) {
        assertEquals(numbers, CveNumbers.in(Formats.read(value)).toString());
    }

    @Test
    void aListMayBeSpelled() {
        assertEquals(List.of("CVE-2026-0001"), CveNumbers.in(TextNode.valueOf("[\"CVE-2026-0001\"]")));
        assertEquals(List.of(), CveNumbers.in(null));
    }
}
