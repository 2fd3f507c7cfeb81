package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.MappingException;
import io.trailbridge.transform.Mutants;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a field holds instead of what it should, the event becomes a valid finding or is refused by name. */
@Tag("slow")
class OcsfMutationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The published schemas take some milliseconds a finding, so not every mutant is held against them. */
    private static final int EVERY = 89;

    /** The older version differs from the newer one in the last step only. */
    private static final int EVERY_PLACE_OF_THE_OLDER = 3;

    static Stream<Sample> samples() {
        return SampleEvents.all().stream()
                .filter(sample -> Set.of("alert", "attack-path").contains(sample.kind()))
                .filter(sample -> sample.bytes().length < 16_000);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aFieldOfAnyTypeGivesAValidFinding(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        for (String version : OcsfForm.VERSIONS) {
            OcsfMapper mapper = OcsfForm.mapper(version, true);
            int step = version.equals(OcsfMapper.OLDER_VERSION) ? EVERY_PLACE_OF_THE_OLDER : 1;
            int count = 0;
            for (int place = 0; place < Mutants.places(message); place += step) {
                for (JsonNode oddity : Mutants.ODDITIES) {
                    JsonNode mutant = Mutants.mutant(message, place, oddity);
                    check(version, mapper.toOcsf(mutant, OcsfForm.ORIGIN), mutant, count++ % EVERY == 0);
                }
            }
            assertTrue(count > 50);
        }
    }

    private static void check(String version, List<MappedEvent> mapped, JsonNode mutant, boolean bySchema)
            throws IOException {
        for (MappedEvent event : mapped) {
            if (event.failed()) {
                // With the time of its arrival known nothing but a kind without a form is a reason to refuse an event.
                assertEquals(
                        MappingException.NO_MAPPING,
                        event.failure().mapping(),
                        () -> event.failure() + " for " + mutant);
                assertEquals("$", event.failure().path());
            } else {
                assertNotNull(event.json());
                if (bySchema) {
                    assertEquals(List.of(), OcsfForm.faults(version, event.json()), mutant::toString);
                }
            }
        }
    }
}
