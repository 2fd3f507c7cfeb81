package io.trailbridge.transform.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.Mutants;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a field holds instead of what it should, the event arrives in valid form or is refused by name. */
@Tag("slow")
@net.jqwik.api.Tag("slow")
class CloudTrailMutationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final CloudTrailMapper MAPPER = new CloudTrailMapper(EventDataForm.ACCOUNT, null);
    private static final EventOrigin KNOWN = new EventOrigin("hub", "1", 42L, Instant.parse("2026-05-05T10:00:00Z"), 0);

    /** Beside the oddities of all kinds, those that CloudTrail's own limits and forms meet. */
    private static final List<JsonNode> ODDITIES = Stream.concat(
                    Mutants.ODDITIES.stream(),
                    Stream.of(
                            NODES.textNode("  "),
                            NODES.textNode("x".repeat(3000)),
                            NODES.textNode("[not json"),
                            NODES.textNode("{placeholder}"),
                            NODES.booleanNode(false)))
            .toList();

    static Stream<Sample> samples() {
        return SampleEvents.all().stream().filter(sample -> sample.bytes().length < 16_000);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aFieldOfAnyTypeGivesValidEventData(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        for (int place = 0; place < Mutants.places(message); place++) {
            for (JsonNode oddity : ODDITIES) {
                check(Mutants.mutant(message, place, oddity), KNOWN);
            }
        }
    }

    @Property(tries = 1000)
    void manyOddFieldsAtOnceGiveValidEventDataOrARefusal(@ForAll @LongRange(min = 0) long seed) throws IOException {
        Random random = new Random(seed);
        List<Sample> samples = samples().toList();
        JsonNode message =
                JSON.readTree(samples.get(random.nextInt(samples.size())).bytes());
        for (int i = random.nextInt(12); i >= 0; i--) {
            message = Mutants.mutant(message, ODDITIES, random);
        }
        EventOrigin origin = random.nextBoolean() ? KNOWN : EventOrigin.NOWHERE;
        check(message, origin);
        assertEquals(texts(MAPPER.toCloudTrail(message, origin)), texts(MAPPER.toCloudTrail(message, origin)));
    }

    private static void check(JsonNode message, EventOrigin origin) {
        List<MappedEvent> mapped = MAPPER.toCloudTrail(message, origin);
        assertTrue(!mapped.isEmpty());
        for (MappedEvent event : mapped) {
            if (event.kind() == EventKind.EMPTY_PAGE) {
                assertTrue(event.failed());
            } else if (event.failed()) {
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
}
