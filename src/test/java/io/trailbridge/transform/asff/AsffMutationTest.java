package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.Fillers;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.MappingException;
import io.trailbridge.transform.Mutants;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a field holds instead of what it should, the finding is valid or the event is refused by name. */
@Tag("slow")
class AsffMutationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final AsffMapper MAPPER = AsffForm.mapper();
    private static final EventOrigin KNOWN = new EventOrigin("hub", "1", 42L, Instant.parse("2026-05-05T10:00:00Z"), 0);

    /** Each field gets every second oddity, its neighbour the others, to stay within seconds. */
    private static final int STEP = 2;

    /** One of so many findings is held against the published form, which is slow. */
    private static final int SHARE = 16;

    /** What is put in a field's place, beside what every target gets: what is odd to a finding only. */
    private static final List<JsonNode> ODDITIES = Stream.concat(
                    Mutants.ODDITIES.stream(),
                    Stream.of(
                            NODES.textNode(" unknown "),
                            NODES.textNode("\uD83D\uDE00".repeat(1500)),
                            NODES.textNode("aws/"),
                            NODES.textNode("arn:aws"),
                            NODES.textNode("arn:aws:s3:x:y:z/"),
                            NODES.textNode("http://"),
                            NODES.textNode("9999-12-31T23:59:59Z"),
                            NODES.textNode("a/b/c/d")))
            .toList();

    /** What a finding must have and what nothing in a mutant may tell. */
    private static final Set<String> MISSING = Set.of("$.Title", "$.Resources");

    static Stream<Sample> samples() {
        return SampleEvents.all().stream().filter(sample -> sample.bytes().length < 16_000);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aFieldOfAnyTypeGivesAValidFindingOrARefusal(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        int places = Mutants.places(message);
        for (int place = 0; place < places; place++) {
            for (int i = place % STEP; i < ODDITIES.size(); i += STEP) {
                check(Mutants.mutant(message, place, ODDITIES.get(i)), (place + i) / STEP % SHARE == 0);
            }
        }
    }

    private static void check(JsonNode message, boolean published) {
        List<MappedEvent> mapped = MAPPER.toAsff(message, KNOWN);
        assertTrue(!mapped.isEmpty());
        for (MappedEvent event : mapped) {
            if (event.failed()) {
                boolean none = event.failure().mapping().equals(MappingException.NO_MAPPING);
                // With the time of its arrival known there is no other reason to refuse an event of a known kind.
                assertTrue(none || MISSING.contains(event.failure().path()), () -> event.failure() + " for " + message);
            } else {
                assertEquals(List.of(), AsffForm.faults(event.json(), published), message::toString);
                assertEquals(List.of(), Fillers.in(AsffForm.typed(event.document()), "$"), message::toString);
            }
        }
    }
}
