package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.Fillers;
import io.trailbridge.transform.MappedEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a field holds instead of what it should, the finding is valid or the event is refused by name. */
class AsffMutationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final AsffMapper MAPPER = AsffForm.mapper();
    private static final EventOrigin KNOWN =
            new EventOrigin("hub", "1", 42L, Instant.parse("2026-05-05T10:00:00Z"), 0);

    /** Each field gets every second oddity, its neighbour the others, to stay within seconds. */
    private static final int STEP = 2;

    /** One of so many findings is held against the published form, which is slow. */
    private static final int SHARE = 16;

    /** What is put in a field's place; a Java null takes the field away. */
    private static final List<JsonNode> ODDITIES = Arrays.asList(
            null, NODES.nullNode(), NODES.textNode(""), NODES.textNode("None"), NODES.textNode(" unknown "),
            NODES.textNode("\uD800 lone \uDC00\uD83D"), NODES.textNode("\uD83D\uDE00".repeat(1500)),
            NODES.textNode("[\"a\", {\"b\":1}]"), NODES.textNode("aws/"), NODES.textNode("arn:aws"),
            NODES.textNode("http://"), NODES.textNode("9999-12-31T23:59:59Z"), NODES.textNode("a/b/c/d"),
            NODES.numberNode(0), NODES.numberNode(-1.5e300), NODES.numberNode(Long.MAX_VALUE),
            NODES.booleanNode(true), NODES.arrayNode(), NODES.objectNode(),
            NODES.arrayNode().add(1).addNull().add("x").add(NODES.objectNode()).add(NODES.arrayNode()),
            NODES.objectNode().put("$ref", "1"),
            NODES.objectNode().put("$id", "1").put("id", 7).put("value", true).putNull("code"));

    static Stream<Sample> samples() {
        return SampleEvents.all().stream().filter(sample -> sample.bytes().length < 16_000);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aFieldOfAnyTypeGivesAValidFindingOrARefusal(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        int places = places(message);
        for (int place = 0; place < places; place++) {
            for (int i = place % STEP; i < ODDITIES.size(); i += STEP) {
                JsonNode mutant = message.deepCopy();
                mutate(mutant, place, ODDITIES.get(i));
                check(mutant, (place + i) / STEP % SHARE == 0);
            }
        }
    }

    private static void check(JsonNode message, boolean published) {
        List<MappedEvent> mapped = MAPPER.toAsff(message, KNOWN);
        assertTrue(!mapped.isEmpty());
        for (MappedEvent event : mapped) {
            if (event.failed()) {
                boolean none = event.kind() == EventKind.UNRECOGNISED || event.kind() == EventKind.BLOB_CREATED;
                // With the time of its arrival known there is no reason to refuse an event of a known kind.
                assertTrue(none, () -> event.failure() + " for " + message);
            } else {
                assertEquals(List.of(), AsffForm.faults(event.json(), published), message::toString);
                assertEquals(List.of(), Fillers.in(event.document(), "$"), message::toString);
            }
        }
    }

    private static int places(JsonNode node) {
        int places = node.isContainerNode() ? node.size() : 0;
        for (JsonNode child : node) {
            places += places(child);
        }
        return places;
    }

    /** Puts the value in the given place in document order; what is left of the count when it was not here. */
    private static int mutate(JsonNode node, int place, JsonNode value) {
        int left = place;
        if (node instanceof ObjectNode object) {
            for (String name : object.propertyStream().map(Map.Entry::getKey).toList()) {
                if (left == 0) {
                    if (value == null) {
                        object.remove(name);
                    } else {
                        object.set(name, value);
                    }
                    return -1;
                }
                left = mutate(object.get(name), left - 1, value);
                if (left < 0) {
                    return left;
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (left == 0) {
                    if (value == null) {
                        array.remove(i);
                    } else {
                        array.set(i, value);
                    }
                    return -1;
                }
                left = mutate(array.get(i), left - 1, value);
                if (left < 0) {
                    return left;
                }
            }
        }
        return left;
    }
}
