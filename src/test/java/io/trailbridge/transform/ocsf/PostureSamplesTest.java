package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.trailbridge.standin.samples.PublicSamples;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.text.PlainText;
import io.trailbridge.transform.text.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Assessments, scores and regulatory compliance, our own messages and the vendor's published ones. */
class PostureSamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    static Stream<Sample> samplesOfOneKind() {
        return PostureSamples.all();
    }

    static Stream<Sample> samples() {
        return Stream.concat(
                PostureSamples.all(),
                SampleEvents.all().stream().filter(sample -> sample.kind().equals(Classifier.MIXED)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleBecomesTheReviewedFinding(Sample sample) throws IOException {
        for (String version : OcsfForm.VERSIONS) {
            List<JsonNode> findings = new ArrayList<>();
            for (MappedEvent mapped : map(version, sample)) {
                assertEquals(List.of(), OcsfForm.faults(version, mapped.json()));
                assertEquals(List.of(), PostureSamples.fillers(mapped.document()));
                findings.add(JSON.readTree(mapped.json()));
            }
            assertEquals(
                    sorted(expected(sample, version)),
                    sorted(findings.size() == 1 ? findings.get(0) : JSON.valueToTree(findings)));
        }
    }

    @ParameterizedTest
    @MethodSource("samplesOfOneKind")
    void noValueOfASampleIsLost(Sample sample) throws IOException {
        for (String version : OcsfForm.VERSIONS) {
            List<String> arrived = new ArrayList<>();
            map(version, sample).forEach(mapped -> arrived.addAll(texts(mapped.document())));
            for (String value : texts(JSON.readTree(sample.bytes()))) {
                assertTrue(holds(arrived, value), () -> version + " lost: " + value);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleMappedTwiceGivesTheSameFinding(Sample sample) throws IOException {
        for (String version : OcsfForm.VERSIONS) {
            List<String> first =
                    map(version, sample).stream().map(MappedEvent::json).toList();
            assertEquals(
                    first, map(version, sample).stream().map(MappedEvent::json).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("messagesOrNothing")
    void aPublishedMessageBecomesAValidFindingWithoutFillers(Path file) throws IOException {
        PublicSamples.assumeHere();
        for (String version : OcsfForm.VERSIONS) {
            MappedEvent mapped = PostureSamples.map(version, PublicSamples.read(file), PostureSamples.ORIGIN)
                    .get(0);

            assertEquals(null, mapped.failure());
            assertEquals(List.of(), OcsfForm.faults(version, mapped.json()));
            assertEquals(List.of(), PostureSamples.fillers(mapped.document()));
        }
    }

    @Test
    void thePublishedMessagesAreOfTheClassesThatTheirContentAsksFor() throws IOException {
        PublicSamples.assumeHere();
        List<Integer> classes = new ArrayList<>();
        for (Path file : messagesOrNothing()
                .filter(path -> path.toString().contains("subassessments"))
                .toList()) {
            classes.add(PostureSamples.map("1.7.0", PublicSamples.read(file), PostureSamples.ORIGIN)
                    .get(0)
                    .document()
                    .get("class_uid")
                    .intValue());
        }
        // An image's CVE, a server's, and a database's rule.
        assertEquals(List.of(2002, 2002, 2003), classes);
    }

    private static List<MappedEvent> map(String version, Sample sample) throws IOException {
        List<MappedEvent> mapped = PostureSamples.map(version, JSON.readTree(sample.bytes()), PostureSamples.ORIGIN);
        mapped.forEach(event -> assertEquals(null, event.failure()));
        return mapped;
    }

    private static JsonNode expected(Sample sample, String version) throws IOException {
        String suffix = version.equals(OcsfMapper.VERSION) ? ".ocsf.json" : ".ocsf-" + version + ".json";
        try (InputStream stream = PostureSamplesTest.class.getResourceAsStream("/samples/" + sample.name() + suffix)) {
            assertNotNull(stream, sample.name() + suffix);
            return JSON.readTree(stream);
        }
    }

    private static String sorted(JsonNode findings) throws IOException {
        return JSON.writeValueAsString(JSON.treeToValue(findings, Object.class));
    }

    /** Only what the source writes for "nothing" is left out. */
    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isTextual() && !value.textValue().isBlank() && !Texts.isPlaceholder(value.textValue())) {
            texts.add(value.textValue());
        } else if (value.isNumber()) {
            texts.add(value.asText());
        }
        value.forEach(child -> texts.addAll(texts(child)));
        return texts;
    }

    /** As it is, without HTML, with a scheme before it, or as the value of a named count. */
    private static boolean holds(List<String> arrived, String value) {
        String plain = PlainText.of(value);
        return arrived.stream()
                .anyMatch(text -> text.equals(plain) || text.equals("https://" + plain) || text.endsWith(": " + plain));
    }

    static Stream<Path> messagesOrNothing() {
        return PublicSamples.orNothing(file -> PostureSamples.isPosture(PublicSamples.read(file)));
    }
}
