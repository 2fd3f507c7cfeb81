package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.Fillers;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.Mutants;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A placeholder value is no value in any string of an event. */
@Tag("slow")
class PlaceholdersInOcsfTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Sample> samples() {
        return SampleEvents.all().stream()
                .filter(sample -> Set.of("alert", "attack-path").contains(sample.kind())
                        || PostureSamples.all()
                                .anyMatch(posture -> posture.name().equals(sample.name())))
                .filter(sample -> sample.bytes().length < 16_000);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aPlaceholderReachesNoAttribute(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        OcsfMapper mapper = OcsfForm.mapper(OcsfMapper.VERSION, false);
        Set<String> found = new TreeSet<>();
        for (JsonNode mutant : Mutants.withWords(message, "None", " unknown ", "N/A")) {
            for (MappedEvent mapped : mapper.toOcsf(mutant, OcsfForm.ORIGIN)) {
                if (!mapped.failed()) {
                    found.addAll(Fillers.in(typed(mapped.document()), "$"));
                }
            }
        }
        assertEquals(Set.of(), found);
    }

    @Test
    void anAssessmentWithoutANameTakesThatOfItsMetadata() {
        JsonNode finding = PostureSamples.finding(
                OcsfMapper.VERSION,
                "{'type':'Microsoft.Security/assessments',"
                        + "'id':'/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/Microsoft.Security/"
                        + "assessments/a',"
                        + "'name':'a','properties':{'displayName':'Unknown','status':{'code':'Unhealthy'},"
                        + "'metadata':{'displayName':'Use HTTPS'}}}");

        assertEquals("Use HTTPS", finding.at("/finding_info/title").textValue());
        assertEquals("Use HTTPS", finding.at("/compliance/control").textValue());
    }

    /** Without what is the event's own as it came. */
    private static JsonNode typed(JsonNode finding) {
        ObjectNode typed = finding.deepCopy();
        typed.remove("unmapped");
        typed.path("evidences").forEach(evidence -> ((ObjectNode) evidence).remove("data"));
        typed.path("resources").forEach(resource -> ((ObjectNode) resource).remove("data"));
        return typed;
    }
}
