package io.trailbridge.transform.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.text.Texts;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class CompactJsonTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JACKSON = new ObjectMapper();

    private static void isAsJacksonWritesIt(JsonNode value) throws IOException {
        assertEquals(Texts.wellFormed(JACKSON.writeValueAsString(value)), CompactJson.of(value));
    }

    @Property
    void textsAreAsJacksonWritesThem(@ForAll @StringLength(max = 40) @CharRange(from = 0, to = '\uFFFF') String text)
            throws IOException {
        isAsJacksonWritesIt(NODES.objectNode().put(text, text));
    }

    @Test
    void noMoreIsWrittenThanALimitAsksFor() throws IOException {
        JsonNode value = JACKSON.readTree("{\"a\":[1,2,3,4],\"b\":\"text\",\"c\":{\"d\":true}}");
        String whole = CompactJson.of(value);

        for (int limit = 0; limit <= whole.length(); limit++) {
            String written = CompactJson.of(value, limit);
            assertTrue(whole.startsWith(written), written);
            assertTrue(written.equals(whole) || written.length() > limit, written);
        }
        assertEquals(whole, CompactJson.of(value, whole.length()));
    }

    @Test
    void everyCharIsAsJacksonWritesIt() throws IOException {
        String all = IntStream.range(0, 0x10000)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
        isAsJacksonWritesIt(NODES.textNode(all));
    }

    /** Whatever the length before it: long strings are processed in pieces. */
    @Test
    void aPairIsNeverTakenApart() throws IOException {
        for (int length : List.of(0, 1, 1022, 1023, 1024, 2047)) {
            isAsJacksonWritesIt(NODES.textNode("x".repeat(length) + "\uD83D\uDEA8\uD83D\"\uDEA8\uDEA8\uD83D"));
        }
    }

    @Test
    void numbersAndWordsAreAsJacksonWritesThem() throws IOException {
        isAsJacksonWritesIt(NODES.arrayNode()
                .add(0)
                .add(-7)
                .add(Long.MIN_VALUE)
                .add(4.8952)
                .add(1e300)
                .add(0.1f)
                .add(Double.NaN)
                .add(true)
                .add(false)
                .addNull()
                .add(new BigDecimal("1E+3"))
                .add(new BigDecimal("0.100"))
                .add(new BigDecimal("12345678901234567890").toBigInteger())
                .add(NODES.objectNode())
                .add(NODES.arrayNode()));
    }

    @Test
    void aDeepOrLargeValueIsWrittenWhole() throws IOException {
        JsonNode deep = NODES.textNode("\uD83D\"");
        for (int i = 0; i < 600; i++) {
            ObjectNode object = NODES.objectNode();
            object.set("a", i % 2 == 0 ? deep : NODES.arrayNode().add(deep));
            deep = object;
        }
        assertEquals(Texts.wellFormed(deep.toString()), CompactJson.of(deep));
        isAsJacksonWritesIt(NODES.arrayNode().add("\n".repeat(300_000)).add("x".repeat(500_000)));
    }

    @Test
    void theSamplesAreAsJacksonWritesThem() throws IOException {
        List<Path> samples;
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/samples"))) {
            samples = files.filter(file -> file.toString().endsWith(".json")).toList();
        }
        for (Path sample : samples) {
            isAsJacksonWritesIt(JACKSON.readTree(Files.readAllBytes(sample)));
        }
    }
}
