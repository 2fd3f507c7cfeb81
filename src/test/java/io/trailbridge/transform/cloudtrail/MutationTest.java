package io.trailbridge.transform.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a field holds instead of what it should, the event arrives in valid form or is refused by name. */
class MutationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final CloudTrailMapper MAPPER = new CloudTrailMapper(EventDataForm.ACCOUNT, null);
    private static final EventOrigin KNOWN =
            new EventOrigin("hub", "1", 42L, Instant.parse("2026-05-05T10:00:00Z"), 0);

    /** What is put in a field's place; a Java null takes the field away. */
    private static final List<JsonNode> ODDITIES = Stream.concat(
                    Stream.of((JsonNode) null),
                    Stream.of(
                            NODES.nullNode(), NODES.textNode(""), NODES.textNode("  "), NODES.textNode("None"),
                            NODES.textNode("\uD800 lone \uDC00\uD83D"), NODES.textNode("x".repeat(3000)),
                            NODES.textNode("[\"a\", {\"b\":1}]"), NODES.textNode("[not json"),
                            NODES.textNode("0001-01-01T00:00:00Z"), NODES.textNode("{placeholder}"),
                            NODES.numberNode(0), NODES.numberNode(-1.5e300), NODES.numberNode(Long.MAX_VALUE),
                            NODES.booleanNode(true), NODES.booleanNode(false), NODES.arrayNode(), NODES.objectNode(),
                            NODES.arrayNode().add(1).addNull().add("x").add(NODES.objectNode()).add(NODES.arrayNode()),
                            NODES.objectNode().put("$ref", "1"),
                            NODES.objectNode().put("$id", "1").put("id", 7).put("value", true).putNull("code")))
            .toList();

    static Stream<Sample> samples() {
        return SampleEvents.all().stream().filter(sample -> sample.bytes().length < 16_000);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aFieldOfAnyTypeGivesValidEventData(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        for (int place = 0; place < places(message); place++) {
            for (JsonNode oddity : ODDITIES) {
                JsonNode mutant = message.deepCopy();
                mutate(mutant, place, oddity);
                check(mutant, KNOWN);
            }
        }
    }

    @Property(tries = 1000)
    void manyOddFieldsAtOnceGiveValidEventDataOrARefusal(@ForAll @LongRange(min = 0) long seed) throws IOException {
        Random random = new Random(seed);
        List<Sample> samples = samples().toList();
        JsonNode message = JSON.readTree(samples.get(random.nextInt(samples.size())).bytes());
        for (int i = random.nextInt(12); i >= 0; i--) {
            int places = places(message);
            if (places > 0) {
                JsonNode oddity = ODDITIES.get(random.nextInt(ODDITIES.size()));
                mutate(message, random.nextInt(places), oddity == null ? null : oddity.deepCopy());
            }
        }
        EventOrigin origin = random.nextBoolean() ? KNOWN : EventOrigin.NOWHERE;
        check(message, origin);
        assertEquals(texts(MAPPER.toCloudTrail(message, origin)), texts(MAPPER.toCloudTrail(message, origin)));
    }

    private static void check(JsonNode message, EventOrigin origin) {
        List<MappedEvent> mapped = MAPPER.toCloudTrail(message, origin);
        assertTrue(!mapped.isEmpty());
        for (MappedEvent event : mapped) {
            if (event.failed()) {
                // With the time of its arrival known there is no reason to refuse an event.
                assertEquals(EventOrigin.NOWHERE, origin, () -> event.failure() + " for " + message);
                assertEquals("$.eventTime", event.failure().path(), () -> event.failure() + " for " + message);
            } else {
                assertEquals(List.of(), EventDataForm.faults(event.json()), message::toString);
            }
        }
    }

    private static List<String> texts(List<MappedEvent> mapped) {
        List<String> texts = new ArrayList<>();
        mapped.forEach(event -> texts.add(event.failed() ? event.failure().getMessage() : event.json()));
        return texts;
    }

    /** How many fields and elements there are, at any depth. */
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
