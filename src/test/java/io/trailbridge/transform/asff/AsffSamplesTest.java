package io.trailbridge.transform.asff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.encoding.TimeText;
import io.trailbridge.standin.samples.PublicSamples;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.Fillers;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.MappingException;
import io.trailbridge.transform.text.PlainText;
import io.trailbridge.transform.text.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The project's own messages against reviewed findings, the vendor's published ones against the published form. */
class AsffSamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AsffMapper MAPPER = AsffForm.mapper();
    private static final Set<EventKind> NO_FINDINGS =
            Set.of(EventKind.BLOB_CREATED, EventKind.MALWARE_SCAN, EventKind.UNRECOGNISED);
    private static final EventOrigin ORIGIN =
            new EventOrigin("defender-export", "3", 90211L, Instant.parse("2026-05-05T10:00:00.123Z"), 0);

    static Stream<Sample> samples() {
        return SampleEvents.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleBecomesTheReviewedFindings(Sample sample) throws IOException {
        List<MappedEvent> mapped = MAPPER.toAsff(JSON.readTree(sample.bytes()), ORIGIN);

        List<JsonNode> documents = new ArrayList<>();
        for (MappedEvent event : mapped) {
            if (NO_FINDINGS.contains(event.kind())) {
                assertEquals(MappingException.NO_MAPPING, event.failure().mapping());
                continue;
            }
            assertFalse(event.failed(), () -> event.failure().getMessage());
            assertEquals(List.of(), AsffForm.faults(event.json()));
            assertEquals(List.of(), Fillers.in(AsffForm.typed(event.document()), "$"));
            documents.add(JSON.readTree(event.json()));
        }
        assertEquals(lines(expected(sample)), lines(JSON.valueToTree(documents)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noValueOfASampleIsLostAsLongAsItFits(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        List<String> arrived = new ArrayList<>();
        for (MappedEvent event : MAPPER.toAsff(message, ORIGIN)) {
            if (event.failed() || event.document().path("ProductFields").has(ProductFields.CUT)) {
                return;
            }
            arrived.addAll(texts(event.document()));
        }
        for (String value : texts(message)) {
            assertTrue(holds(arrived, value), () -> "lost: " + value);
        }
    }

    @ParameterizedTest
    @MethodSource("publicMessagesOrNothing")
    void aPublicMessageBecomesAFindingWithoutFillers(Path file) throws IOException {
        PublicSamples.assumeHere();

        List<MappedEvent> mapped = MAPPER.toAsff(PublicSamples.read(file), ORIGIN);

        assertEquals(1, mapped.size());
        assertNotNull(mapped.get(0).json(), () -> mapped.get(0).failure().getMessage());
        assertEquals(List.of(), AsffForm.faults(mapped.get(0).json()));
        assertEquals(List.of(), Fillers.in(AsffForm.typed(mapped.get(0).document()), "$"));
    }

    static Stream<Path> publicMessagesOrNothing() {
        return PublicSamples.orNothing(PublicSamples::isDefender);
    }

    /** One finding is kept as it is, none or several as a list. */
    private static JsonNode expected(Sample sample) throws IOException {
        String file = "/samples/" + sample.name() + ".asff.json";
        try (InputStream stream = AsffSamplesTest.class.getResourceAsStream(file)) {
            assertNotNull(stream, () -> "there is no " + file);
            JsonNode expected = JSON.readTree(stream);
            return expected.isArray() ? expected : JSON.createArrayNode().add(expected);
        }
    }

    private static List<String> lines(JsonNode findings) {
        List<String> lines = new ArrayList<>();
        collect("$", findings, lines);
        lines.sort(null);
        return lines;
    }

    private static void collect(String path, JsonNode value, List<String> lines) {
        value.properties().forEach(field -> collect(path + "." + field.getKey(), field.getValue(), lines));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            collect(path + "[" + i + "]", value.get(i), lines);
        }
        if (value.isValueNode()) {
            lines.add(path + " = " + value);
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
        value.elements().forEachRemaining(element -> {
            if (value.isArray()) {
                texts.addAll(texts(element));
            }
        });
        return texts;
    }

    /** As it is, without HTML, within a JSON string, as a label, with a time cut to milliseconds. */
    private static boolean holds(List<String> arrived, String value) throws JsonProcessingException {
        String plain = PlainText.of(value).strip();
        String json = JSON.writeValueAsString(value);
        String inJson = json.substring(1, json.length() - 1);
        Instant time = TimeText.parse(value);
        String day = time == null ? null : time.toString().substring(0, 19);
        return arrived.stream()
                        .anyMatch(text -> text.contains(plain)
                                || text.contains(inJson)
                                || day != null && text.startsWith(day)
                                || text.equalsIgnoreCase(value))
                || List.of(value.replaceAll("[\\[\\]\"]", "").split(",")).stream()
                        .allMatch(part -> arrived.stream().anyMatch(text -> text.contains(part)));
    }
}
