package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.Fillers;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.Mutants;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What any text, list or name of a message may hold, in every one of the project's own messages. */
@Tag("slow")
class AsffEdgesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final AsffMapper MAPPER = AsffForm.mapper();
    private static final EventOrigin ORIGIN =
            new EventOrigin("hub", "1", 42L, Instant.parse("2026-05-05T10:00:00Z"), 0);

    /** A quote, a backslash, a line break, a tag, a pair and half a pair about a word that is found again. */
    private static final JsonNode ODD_TEXT = NODES.textNode("\"C:\\new\"\n<b>kept-word</b> &amp; \uD83D\uDEA8 \uD83D");

    /** So long that every limit cuts it, where only pairs of chars stand. */
    private static final JsonNode LONG_TEXT = NODES.textNode("kept-word\uD83D\uDE00" + "\uD83D\uDE00".repeat(20_000));

    /** Neither arrives: what is built of them does. */
    private static final Set<String> NOT_KEPT = Set.of("$id", "$ref");

    static Stream<Sample> samples() {
        return SampleEvents.all().stream().filter(sample -> sample.bytes().length < 16_000);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anOddTextInAnyPlaceArrives(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        for (int place = 0; place < Mutants.places(message); place++) {
            JsonNode mutant = Mutants.mutant(message, place, ODD_TEXT);
            if (isText(message, mutant)) {
                check(mutant, true);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aLongTextInAnyPlaceIsCutBetweenCodePointsAndMarked(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        for (int place = 0; place < Mutants.places(message); place += 7) {
            JsonNode mutant = Mutants.mutant(message, place, LONG_TEXT);
            if (isText(message, mutant)) {
                check(mutant, true);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void nothingButNullsOrEmptyListsInItGivesAValidFindingOrARefusal(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        check(emptied(message, false), false);
        check(emptied(message, true), false);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void namesInCapitalsGiveTheSameFinding(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        List<MappedEvent> usual = MAPPER.toAsff(message, ORIGIN);
        List<MappedEvent> capital = MAPPER.toAsff(capitals(message, false), ORIGIN);

        assertEquals(usual.size(), capital.size());
        for (int i = 0; i < usual.size(); i++) {
            assertEquals(usual.get(i).failed(), capital.get(i).failed());
            if (!usual.get(i).failed()) {
                for (String name : List.of("Id", "CreatedAt", "UpdatedAt", "Title", "RecordState", "Types")) {
                    assertEquals(
                            usual.get(i).document().get(name),
                            capital.get(i).document().get(name),
                            name);
                }
                assertEquals(
                        usual.get(i).document().at("/Severity/Label"),
                        capital.get(i).document().at("/Severity/Label"));
            }
        }
    }

    private static void check(JsonNode message, boolean kept) {
        for (MappedEvent event : MAPPER.toAsff(message, ORIGIN)) {
            if (event.failed()) {
                assertFalse(event.failure().reason().contains("cannot be mapped"), event.failure()::toString);
                continue;
            }
            assertEquals(List.of(), AsffForm.faults(event.json(), false), message::toString);
            assertEquals(List.of(), Fillers.in(AsffForm.typed(event.document()), "$"), message::toString);
        }
        boolean arrives = MAPPER.toAsff(message, ORIGIN).stream()
                .anyMatch(event -> event.failed() || event.json().contains("kept-word"));
        assertTrue(!kept || arrives, () -> "lost in " + message.toString().substring(0, 200));
    }

    /** Whether the mutant has the odd text where the message has a text that arrives. */
    private static boolean isText(JsonNode message, JsonNode mutant) {
        if (message.isTextual()) {
            return mutant.isTextual() && !message.equals(mutant);
        }
        for (Map.Entry<String, JsonNode> field : message.properties()) {
            if (!NOT_KEPT.contains(field.getKey()) && isText(field.getValue(), mutant.path(field.getKey()))) {
                return true;
            }
        }
        for (int i = 0; message.isArray() && i < message.size(); i++) {
            if (isText(message.get(i), mutant.path(i))) {
                return true;
            }
        }
        return false;
    }

    /** With null in the place of every value but the ids and types, or with every list empty. */
    private static JsonNode emptied(JsonNode value, boolean lists) {
        if (value.isObject()) {
            ObjectNode object = NODES.objectNode();
            value.properties()
                    .forEach(field -> object.set(
                            field.getKey(),
                            Set.of("id", "type", "systemalertid")
                                            .contains(field.getKey().toLowerCase(Locale.ROOT))
                                    ? field.getValue()
                                    : emptied(field.getValue(), lists)));
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = NODES.arrayNode();
            if (!lists) {
                value.forEach(element -> array.add(emptied(element, false)));
            }
            return array;
        }
        return lists ? value : NODES.nullNode();
    }

    /** Below the customer's own names there is no other spelling to know. */
    private static JsonNode capitals(JsonNode value, boolean own) {
        if (value.isObject()) {
            ObjectNode object = NODES.objectNode();
            value.properties().forEach(field -> {
                boolean below = own
                        || Set.of("extendedproperties", "tags")
                                .contains(field.getKey().toLowerCase());
                boolean as = own || field.getKey().startsWith("$");
                object.set(
                        as ? field.getKey() : field.getKey().toUpperCase(Locale.ROOT),
                        capitals(field.getValue(), below));
            });
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = NODES.arrayNode();
            value.forEach(element -> array.add(capitals(element, own)));
            return array;
        }
        return value;
    }
}
