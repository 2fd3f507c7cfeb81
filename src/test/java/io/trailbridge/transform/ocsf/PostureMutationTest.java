package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.Mutants;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a field of a posture event holds instead of what it should, its finding is valid or refused by name. */
@Tag("slow")
@net.jqwik.api.Tag("slow")
class PostureMutationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Beside the oddities of all kinds, those that look like what these events hold. */
    private static final List<JsonNode> ODDITIES = Stream.concat(
                    Mutants.ODDITIES.stream(),
                    Stream.of(
                            NODES.textNode("  "),
                            NODES.textNode("Unknown"),
                            NODES.textNode("x".repeat(3000)),
                            NODES.textNode("[\"CVE-2099-1234\", {\"b\":1}]"),
                            NODES.textNode("[not json"),
                            NODES.textNode("CVE-2099-12345"),
                            NODES.booleanNode(false),
                            NODES.objectNode().put("id", 7).put("base", "9.8").put("resourceName", "x")))
            .toList();

    static Stream<Sample> samples() {
        return PostureSamples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aFieldOfAnyTypeGivesAValidFinding(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        for (int place = 0; place < Mutants.places(message); place++) {
            for (JsonNode oddity : ODDITIES) {
                check(Mutants.mutant(message, place, oddity), PostureSamples.ORIGIN);
            }
        }
    }

    @Property(tries = 400)
    void manyOddFieldsAtOnceGiveAValidFindingOrARefusal(@ForAll @LongRange(min = 0) long seed) throws IOException {
        Random random = new Random(seed);
        List<Sample> samples = samples().toList();
        JsonNode message =
                JSON.readTree(samples.get(random.nextInt(samples.size())).bytes());
        for (int i = random.nextInt(12); i >= 0; i--) {
            message = Mutants.mutant(message, ODDITIES, random);
        }
        check(message, random.nextBoolean() ? PostureSamples.ORIGIN : EventOrigin.NOWHERE);
    }

    private static void check(JsonNode message, EventOrigin origin) {
        boolean known = PostureSamples.isPosture(message);
        for (String version : OcsfForm.VERSIONS) {
            List<MappedEvent> mapped = PostureSamples.map(version, message, origin);
            assertFalse(mapped.isEmpty());
            for (MappedEvent event : mapped) {
                if (!event.failed()) {
                    assertEquals(List.of(), PostureSamples.fillers(event.document()), message::toString);
                    assertEquals(
                            List.of(), OcsfForm.faults(version, PostureSamples.read(event.json())), message::toString);
                } else if (known) {
                    // With the time of its arrival known there is no reason to refuse an event of these kinds.
                    assertEquals(EventOrigin.NOWHERE, origin, () -> event.failure() + " for " + message);
                    assertEquals("$.time", event.failure().path(), () -> event.failure() + " for " + message);
                }
            }
        }
    }
}
