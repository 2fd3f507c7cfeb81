package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.Fillers;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.Mutants;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A placeholder value is no value where a finding has a field for it; elsewhere it is the source's own text. */
class PlaceholdersInAsffTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AsffMapper MAPPER = AsffForm.mapper();
    private static final EventOrigin ORIGIN =
            new EventOrigin("hub", "0", 7L, Instant.parse("2026-05-05T10:00:00.999Z"), 0);

    static Stream<Sample> samples() {
        return SampleEvents.all().stream().filter(sample -> sample.bytes().length < 16_000);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aPlaceholderReachesNoFieldOfItsOwn(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        Set<String> found = new TreeSet<>();
        for (JsonNode mutant : Mutants.withWords(message, "None", " unknown ", "N/A")) {
            for (MappedEvent mapped : MAPPER.toAsff(mutant, ORIGIN)) {
                if (!mapped.failed()) {
                    assertEquals(List.of(), AsffForm.faults(mapped.json(), false));
                    found.addAll(Fillers.in(AsffForm.typed(mapped.document()), "$"));
                }
            }
        }
        assertEquals(Set.of(), found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", "null", "Unknown", " N/A "})
    void aWordThatTheSourceGaveOfWhatNobodyReadsIsKept(String word) throws IOException {
        JsonNode finding = alert("'ExtendedProperties':{'publicAccess':'" + word + "'},'Custom':'" + word
                + "','Entities':[{'Type':'x','access':'" + word + "'}]");

        assertEquals(word, field(finding, "extendedProperties.publicAccess"));
        assertEquals(word, field(finding, "unmapped.Custom"));
        assertEquals("[{\"type\":\"x\",\"access\":\"" + word + "\"}]", field(finding, "entities"));
    }

    @Test
    void aPlaceholderIsNoTechniqueAndNoTime() throws IOException {
        JsonNode finding = alert("'Techniques':['T1059',' None '],'SubTechniques':['None'],"
                + "'EndTimeUtc':' Unknown ','CorrelationKey':'None','ProductComponentName':' N/A '");

        assertEquals("T1059", field(finding, "techniques"));
        for (String name : List.of("subTechniques", "times.end", "correlationKey", "productComponentName")) {
            assertFalse(finding.get("ProductFields").has(ProductFields.PREFIX + name), name);
        }
    }

    @Test
    void aResourceHasNoPlaceholderAmongItsDetailsAndTheNameOfItsId() throws IOException {
        JsonNode finding = alert("'Entities':[{'Type':'azure-resource','ResourceId':'/subscriptions/"
                + "20dc354a-ba60-44fb-88f8-283b7efd4fcf/x/y','ResourceName':'None','ResourceType':'N/A'}]");

        assertEquals(
                "{\"name\":\"y\",\"subscriptionId\":\"20dc354a-ba60-44fb-88f8-283b7efd4fcf\"}",
                finding.at("/Resources/0/Details/Other").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'None'", "['None']"})
    void aWordThatNoResourceMayHoldIsKeptBesideIt(String given) throws IOException {
        JsonNode finding = map("'id':'/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/providers/"
                + "Microsoft.Security/assessments/a','type':'Microsoft.Security/assessments','properties':{"
                + "'displayName':'D','resourceDetails':{'id':'/subscriptions/20dc354a-ba60-44fb-88f8-283b7efd4fcf/x/y',"
                + "'publicAccess':" + given + "}}");

        assertFalse(finding.at("/Resources/0/Details/Other").has("publicAccess"));
        assertEquals("None", field(finding, "resourceDetails.publicAccess"));
    }

    private static String field(JsonNode finding, String name) {
        return finding.get("ProductFields").path(ProductFields.PREFIX + name).asText();
    }

    private static JsonNode alert(String fields) throws IOException {
        return map("'SystemAlertId':'id-1','AlertType':'T','AlertDisplayName':'D'," + fields);
    }

    private static JsonNode map(String fields) throws IOException {
        return SmallEvents.map("{" + fields + "}");
    }
}
