package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.text.PlainText;
import io.trailbridge.transform.text.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The project's own alerts and attack paths, against findings that were reviewed by eye. */
@Tag("slow")
class OcsfDetectionSamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OcsfMapper NEW = OcsfForm.mapper(OcsfMapper.VERSION, false);
    private static final OcsfMapper OLD = OcsfForm.mapper(OcsfMapper.OLDER_VERSION, false);

    static Stream<Sample> samples() {
        return SampleEvents.all().stream()
                .filter(sample -> Set.of("alert", "attack-path").contains(sample.kind()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleBecomesTheReviewedFinding(Sample sample) throws IOException {
        assertEquals(expected(sample.name() + ".ocsf.json"), mapped(NEW, sample));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleBecomesTheReviewedFindingOfTheOlderVersion(Sample sample) throws IOException {
        assertEquals(expected(sample.name() + ".ocsf-1.3.0.json"), mapped(OLD, sample));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aFindingIsValidByTheSchemaWithAndWithoutItsEventAsText(Sample sample) throws IOException {
        for (String version : OcsfForm.VERSIONS) {
            for (boolean rawData : List.of(true, false)) {
                for (MappedEvent event :
                        OcsfForm.mapper(version, rawData).toOcsf(JSON.readTree(sample.bytes()), OcsfForm.ORIGIN)) {
                    assertEquals(List.of(), OcsfForm.faults(version, event.json()));
                    assertEquals(List.of(), OcsfForm.fillers(event.document()));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noValueOfASampleIsLostWithoutItsEventAsText(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        for (OcsfMapper mapper : List.of(NEW, OLD)) {
            List<String> arrived = new ArrayList<>();
            mapper.toOcsf(message, OcsfForm.ORIGIN).forEach(event -> arrived.addAll(texts(event.document())));
            for (String value : texts(message)) {
                assertTrue(holds(arrived, value), () -> "lost: " + value);
            }
        }
    }

    private static JsonNode mapped(OcsfMapper mapper, Sample sample) throws IOException {
        List<JsonNode> findings = new ArrayList<>();
        for (MappedEvent event : mapper.toOcsf(JSON.readTree(sample.bytes()), OcsfForm.ORIGIN)) {
            assertNotNull(event.json(), () -> event.failure().getMessage());
            findings.add(JSON.readTree(event.json()));
        }
        return findings.size() == 1 ? findings.get(0) : JSON.valueToTree(findings);
    }

    private static JsonNode expected(String file) throws IOException {
        try (InputStream stream = OcsfDetectionSamplesTest.class.getResourceAsStream("/samples/" + file)) {
            assertNotNull(stream, file + " is missing");
            return JSON.readTree(stream);
        }
    }

    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isTextual() && !value.textValue().isBlank() && !Texts.isPlaceholder(value.textValue())) {
            texts.add(Texts.wellFormed(value.textValue()));
        } else if (value.isNumber()) {
            texts.add(value.asText());
        }
        value.properties().forEach(field -> {
            if (!field.getKey().startsWith("$")) {
                texts.addAll(texts(field.getValue()));
            }
        });
        if (value.isArray()) {
            value.forEach(element -> texts.addAll(texts(element)));
        }
        return texts;
    }

    /** As it is, without HTML, as ATT&CK spells it, in lower case as an id, within a joined text; a list by element. */
    private static boolean holds(List<String> arrived, String value) {
        String plain = folded(PlainText.of(value));
        boolean found = arrived.stream()
                .map(OcsfDetectionSamplesTest::folded)
                .anyMatch(text -> text.contains(plain) || text.contains(folded(value)));
        if (found || Set.of("AAD", "AzureResource", "LogAnalytics").contains(value)) {
            return true;
        }
        String[] elements = value.replaceAll("[\\[\\]\"]", "").split("[,:] ?");
        return elements.length > 1 && Stream.of(elements).allMatch(element -> holds(arrived, element));
    }

    private static String folded(String text) {
        return text.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    }
}
