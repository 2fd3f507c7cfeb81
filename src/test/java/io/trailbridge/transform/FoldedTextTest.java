package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.trailbridge.transform.text.Texts;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids are made of strings in lower case: it is that of the JDK, however long the string is. */
class FoldedTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/Subscriptions/A",
                "\u0130stanbul",
                "\u03a3\u039f\u03a6\u039f\u03a3 \u03a3",
                "stra\u00dfe \ufb01x",
                "\ud801\udc00 \ud800 x",
                "\u212a K \u00c4\u00d6\u00dc"
            })
    void aTextIsFoldedAsTheJdkDoes(String text) {
        for (String each : new String[] {text, (text + " ").repeat(7), (text + " ").repeat(500)}) {
            assertEquals(each.toLowerCase(Locale.ROOT), Texts.lowerCase(each));
            assertEquals(each.toUpperCase(Locale.ROOT), Texts.upperCase(each));
        }
    }
}
