package io.trailbridge.transform.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.AzureIds;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.Fillers;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.text.PlainText;
import io.trailbridge.transform.text.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CloudTrailSamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CloudTrailMapper MAPPER = new CloudTrailMapper(EventDataForm.ACCOUNT, null);
    private static final EventOrigin ORIGIN =
            new EventOrigin("defender-export", "3", 90211L, Instant.parse("2026-05-05T10:00:00.123Z"), 0);

    static Stream<Sample> samples() {
        return SampleEvents.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleBecomesTheReviewedEventData(Sample sample) throws IOException {
        List<MappedEvent> mapped = MAPPER.toCloudTrail(JSON.readTree(sample.bytes()), ORIGIN);

        JsonNode expected = expected(sample);
        List<JsonNode> documents = new ArrayList<>();
        for (MappedEvent event : mapped) {
            assertEquals(List.of(), EventDataForm.faults(event.json()));
            assertEquals(List.of(), Fillers.in(event.document(), "$"));
            documents.add(JSON.readTree(event.json()));
        }
        JsonNode actual = documents.size() == 1 ? documents.get(0) : JSON.valueToTree(documents);
        assertEquals(differences("$", expected, expected), differences("$", expected, actual));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleIsOfTheKindThatItsNameSays(Sample sample) throws IOException {
        String kind = Classifier.kindOf(JSON.readTree(sample.bytes()));

        assertEquals(sample.kind(), kind.equals(Classifier.FLOW_LOG_NOTICE) ? EventKind.BLOB_CREATED.id() : kind);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noValueOfASampleIsLostAsLongAsItFits(Sample sample) throws IOException {
        JsonNode message = JSON.readTree(sample.bytes());
        List<String> arrived = new ArrayList<>();
        for (MappedEvent event : MAPPER.toCloudTrail(message, ORIGIN)) {
            if (event.json().contains("\"droppedFields\"")) {
                return;
            }
            arrived.addAll(texts(event.document()));
        }
        for (String value : texts(message)) {
            assertTrue(holds(arrived, value), () -> "lost: " + value);
        }
    }

    @Test
    void thereIsASampleOfEveryKind() {
        TreeSet<String> kinds = new TreeSet<>();
        samples().forEach(sample -> kinds.add(sample.kind()));
        for (EventKind kind : EventKind.values()) {
            assertTrue(kind == EventKind.EMPTY_PAGE || kinds.contains(kind.id()), kind.id());
        }
    }

    /** Only what the source writes for "nothing" is left out, and the inner names of references. */
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

    /** As it is, without HTML, with a scheme before it, in lower case as an id; a list element by element. */
    private static boolean holds(List<String> arrived, String value) {
        String plain = PlainText.of(value);
        boolean found = arrived.stream()
                .anyMatch(text -> text.equals(plain)
                        || text.equals(value)
                        || text.equals("https://" + plain)
                        || text.equalsIgnoreCase(value) && AzureIds.guid(value) != null);
        if (found || value.equals("AAD")) {
            return true;
        }
        List<String> elements = List.of(value.replaceAll("[\\[\\]\"]", "").split(", ?"));
        return elements.size() > 1 ? arrived.containsAll(elements) : value.equals("[\"" + elements.get(0) + "\"]");
    }

    private static List<String> differences(String path, JsonNode expected, JsonNode actual) {
        List<String> lines = new ArrayList<>();
        if (expected.isContainerNode() && actual.getNodeType() == expected.getNodeType()) {
            lines.add(path + " has " + actual.size() + " parts");
            expected.properties()
                    .forEach(field -> lines.addAll(
                            differences(path + "." + field.getKey(), field.getValue(), actual.path(field.getKey()))));
            for (int i = 0; expected.isArray() && i < expected.size(); i++) {
                lines.addAll(differences(path + "[" + i + "]", expected.get(i), actual.path(i)));
            }
        } else {
            lines.add(path + " = " + actual);
        }
        return lines;
    }

    private static JsonNode expected(Sample sample) throws IOException {
        String file = "/samples/" + sample.name() + ".cloudtrail.json";
        try (InputStream stream = CloudTrailSamplesTest.class.getResourceAsStream(file)) {
            return JSON.readTree(stream);
        }
    }
}
