package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a field of a posture event holds instead of what it should, its finding is valid or refused by name. */
class PostureMutationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The schemas are slow: every so-manieth variant is held against them, every one against the built-in table. */
    private static final int CHECKED = 7;

    /** What is put in a field's place; a Java null takes the field away. */
    private static final List<JsonNode> ODDITIES = Stream.concat(
                    Stream.of((JsonNode) null),
                    Stream.of(
                            NODES.nullNode(), NODES.textNode("  "), NODES.textNode("None"), NODES.textNode("Unknown"),
                            NODES.textNode("\uD800 lone \uDC00\uD83D"), NODES.textNode("x".repeat(3000)),
                            NODES.textNode("[\"CVE-2099-1234\", {\"b\":1}]"), NODES.textNode("[not json"),
                            NODES.textNode("0001-01-01T00:00:00Z"), NODES.textNode("CVE-2099-12345"),
                            NODES.numberNode(0), NODES.numberNode(-1.5e300), NODES.numberNode(Long.MAX_VALUE),
                            NODES.booleanNode(true), NODES.booleanNode(false), NODES.arrayNode(), NODES.objectNode(),
                            NODES.arrayNode().add(1).addNull().add("x").add(NODES.objectNode()).add(NODES.arrayNode()),
                            NODES.objectNode().put("$ref", "1"),
                            NODES.objectNode().put("id", 7).put("value", true).put("base", "9.8").putNull("code")))
            .toList();

    static Stream<Sample> samples() {
        return PostureSamples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aFieldOfAnyTypeGivesAValidFinding(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        int variants = 0;
        for (Place place : places(message, List.of())) {
            for (JsonNode oddity : ODDITIES) {
                JsonNode mutant = message.deepCopy();
                place.put(mutant, oddity);
                variants++;
                check(mutant, PostureSamples.ORIGIN, variants % CHECKED == 0);
            }
        }
    }

    @Property(tries = 400)
    void manyOddFieldsAtOnceGiveAValidFindingOrARefusal(@ForAll @LongRange(min = 0) long seed) throws IOException {
        Random random = new Random(seed);
        List<Sample> samples = samples().toList();
        JsonNode message = JSON.readTree(samples.get(random.nextInt(samples.size())).bytes());
        for (int i = random.nextInt(12); i >= 0; i--) {
            List<Place> places = places(message, List.of());
            if (!places.isEmpty()) {
                JsonNode oddity = ODDITIES.get(random.nextInt(ODDITIES.size()));
                places.get(random.nextInt(places.size())).put(message, oddity == null ? null : oddity.deepCopy());
            }
        }
        check(message, random.nextBoolean() ? PostureSamples.ORIGIN : EventOrigin.NOWHERE, true);
    }

    private static void check(JsonNode message, EventOrigin origin, boolean bySchema) {
        boolean known = PostureSamples.isPosture(message);
        for (String version : OcsfForm.VERSIONS) {
            List<MappedEvent> mapped = PostureSamples.map(version, message, origin);
            assertFalse(mapped.isEmpty());
            for (MappedEvent event : mapped) {
                if (!event.failed()) {
                    assertEquals(List.of(), PostureSamples.fillers(event.document()), message::toString);
                    if (bySchema) {
                        assertEquals(
                                List.of(), OcsfForm.faults(version, PostureSamples.read(event.json())),
                                message::toString);
                    }
                } else if (known) {
                    // With the time of its arrival known there is no reason to refuse an event of these kinds.
                    assertEquals(EventOrigin.NOWHERE, origin, () -> event.failure() + " for " + message);
                    assertEquals("$.time", event.failure().path(), () -> event.failure() + " for " + message);
                }
            }
        }
    }

    /** One field or element, by the names and indexes that lead to it. */
    private record Place(List<Object> path) {
        void put(JsonNode root, JsonNode value) {
            JsonNode holder = root;
            for (Object step : path.subList(0, path.size() - 1)) {
                holder = step instanceof Integer index ? holder.get(index) : holder.get((String) step);
            }
            Object last = path.get(path.size() - 1);
            if (holder instanceof ArrayNode array) {
                if (value == null) {
                    array.remove((int) last);
                } else {
                    array.set((int) last, value);
                }
            } else if (value == null) {
                ((ObjectNode) holder).remove((String) last);
            } else {
                ((ObjectNode) holder).set((String) last, value);
            }
        }
    }

    private static List<Place> places(JsonNode node, List<Object> path) {
        List<Place> places = new ArrayList<>();
        node.properties().forEach(field -> addPlaces(places, field.getValue(), path, field.getKey()));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            addPlaces(places, node.get(i), path, i);
        }
        return places;
    }

    private static void addPlaces(List<Place> places, JsonNode child, List<Object> path, Object step) {
        List<Object> here = new ArrayList<>(path);
        here.add(step);
        places.add(new Place(here));
        places.addAll(places(child, here));
    }
}
