package io.trailbridge.transform.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.trailbridge.encoding.TimeText;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The fast implementations return the same as the plain ones, for all strings and times. */
class TextsTest {
    private static final String SMALLEST = "0001-01-01T00:00:00";

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> blank = Arbitraries.strings()
                .withChars(' ', '\t', '\n', '\u00a0', '\u2003', '\u3000', '\u0000', '\u007f')
                .ofMaxLength(3);
        Arbitrary<String> word = Arbitraries.of(
                "",
                "none",
                "NULL",
                "N/A",
                "Unknown",
                "unknown value",
                "0",
                SMALLEST,
                SMALLEST + ".0000000Z",
                "0001-01-01",
                "a text of many words",
                "x",
                "\u00e9t\u00e9 long enough");
        return blank.flatMap(before -> word.flatMap(middle -> blank.map(after -> before + middle + after)));
    }

    @Property
    void aTextIsAPlaceholderAsItsWordsAreWithoutWhatIsBlankAround(@ForAll("texts") String text) {
        String word = text.strip();
        boolean placeholder = word.isBlank()
                || word.equalsIgnoreCase("none")
                || word.equalsIgnoreCase("null")
                || word.equalsIgnoreCase("n/a")
                || word.equalsIgnoreCase("unknown")
                || word.startsWith(SMALLEST);

        assertEquals(placeholder, Texts.isBlankOrPlaceholder(text));
    }

    @Property
    void aTextIsBlankAsTheJdkSays(@ForAll("texts") String text) {
        assertEquals(text.isBlank(), Texts.isBlank(text));
    }

    @Property
    void aTimeIsWrittenAsTheJdkWritesIt(@ForAll("times") Instant time) {
        assertEquals(time.toString(), TimeText.of(time));
    }

    @Provide
    Arbitrary<Instant> times() {
        Arbitrary<Integer> nanos = Arbitraries.of(0, 1_000_000, 120_000_000, 999_000_000, 1, 1_000, 999_999_999);
        return Arbitraries.longs()
                .between(-100_000_000_000L, 400_000_000_000L)
                .flatMap(second -> nanos.map(nano -> Instant.ofEpochSecond(second, nano)));
    }
}
