package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.text.PlainText;
import io.trailbridge.transform.text.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Quotes, backslashes, line ends, HTML, emoji and lone surrogates, in turn in each text field of each sample. */
@Tag("slow")
class OddTextTest {
    private static final String ODD = "\"q\" 'a' \\ C:\\x\r\n\ttab \u0007\u2028 <b>bold</b> &amp; "
            + "\uD83D\uDC69\u200D\uD83D\uDCBB \uDC00 lone \uD83D";
    /** References, and pairs of a tactic and a technique. */
    private static final Set<String> READ_APART = Set.of("$id", "$ref", "mITRETacticsAndTechniques");

    private static final int EVERY = 173;

    static Stream<Sample> samples() {
        return Formats.samples();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void itArrivesInEachFormatWhicheverFieldHoldsIt(Sample sample) throws IOException {
        JsonNode message = Formats.read(sample);
        int count = 0;
        for (int place = 0; place < Mutants.places(message); place++) {
            if (Mutants.at(message, place).isTextual()) {
                JsonNode mutant = Mutants.mutant(message, place, TextNode.valueOf(ODD));
                for (Formats format : Formats.values()) {
                    check(format, mutant, Mutants.nameOf(message, place), count++ % EVERY == 0);
                }
            }
        }
        assertTrue(count > 0);
    }

    private static void check(Formats format, JsonNode message, String name, boolean published) throws IOException {
        List<String> arrived = new ArrayList<>();
        for (MappedEvent event : format.map(message, Formats.ORIGIN)) {
            if (event.failed()) {
                // Some fields make an event one of its kind.
                assertEquals(EventKind.UNRECOGNISED, event.kind(), () -> event.failure() + " for " + message);
                return;
            }
            assertEquals(List.of(), format.faults(event.json(), published));
            arrived.addAll(Formats.texts(Formats.read(event.json())));
        }
        String clean = Texts.wellFormed(ODD);
        String plain = PlainText.of(clean);
        for (String text : arrived) {
            assertEquals(text, Texts.wellFormed(text));
        }
        if (!READ_APART.contains(name)) {
            assertTrue(
                    arrived.stream().anyMatch(text -> text.contains(clean) || text.contains(plain)),
                    () -> format + " lost the text of " + name + " in " + message);
        }
    }
}
