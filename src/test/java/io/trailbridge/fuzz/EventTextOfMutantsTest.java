package io.trailbridge.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.envelope.EnvelopeWriter;
import io.trailbridge.envelope.EventMetadata;
import io.trailbridge.envelope.EventText;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.envelope.QueueText;
import io.trailbridge.envelope.SealedEnvelope;
import io.trailbridge.fuzz.Samples.Sample;
import io.trailbridge.transform.Classifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is read of an event in one pass is what its whole tree and its whole envelope say, for all that is made here. */
class EventTextOfMutantsTest {
    private static final int MUTANTS = 4000;
    private static final Path CASES = Path.of("../shared/cases");
    private static final EventMetadata NOWHERE =
            new EventMetadata("hub", "group", "0", 1L, "1", null, null, Map.of(), Map.of("k", "\u00e9\ud83d\ude00"));

    private final EnvelopeWriter writer = new EnvelopeWriter("1", Clock.systemUTC());
    private final Samples samples = Samples.load();

    @Test
    void samplesAreReadTheSame() throws IOException {
        samples.events().forEach(sample -> same(sample.bytes(), "sample"));
        samples.flowLogs().forEach(sample -> same(sample.bytes(), "flow log"));
        if (Files.isDirectory(CASES)) {
            try (Stream<Path> files = Files.walk(CASES)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    same(Files.readAllBytes(file), file.toString());
                }
            }
        }
    }

    @Test
    void beginningsOfSamplesAreReadTheSame() {
        for (Sample sample : samples.events()) {
            byte[] bytes = sample.bytes();
            for (int length = 0; length < bytes.length; length += 1 + bytes.length / 20) {
                same(Arrays.copyOf(bytes, length), "beginning");
            }
        }
    }

    @Test
    void mutantsAreReadTheSame() {
        Inputs inputs = new Inputs(7, samples);
        int json = 0;
        for (int number = 0; number < MUTANTS; number++) {
            json += same(inputs.at(number).bytes(), "input " + number) ? 1 : 0;
        }
        assertTrue(json > MUTANTS / 4 && json < MUTANTS, "JSON: " + json);
    }

    /** Returns whether the bytes are JSON. */
    private boolean same(byte[] bytes, String what) {
        Optional<JsonNode> whole = JsonText.parse(bytes);
        // A tree is read at most by one of these, so that each begins with parts that were not asked for.
        assertEquals(whole.map(Classifier::kindOf), EventText.of(bytes).tree().map(Classifier::kindOf), what);
        assertEquals(whole.map(Classifier::unwrap), EventText.of(bytes).tree().map(Classifier::unwrap), what);
        assertEquals(whole.map(JsonNode::toString), EventText.of(bytes).tree().map(JsonNode::toString), what);

        EventText event = EventText.of(bytes);
        event.tree();
        SealedEnvelope sealed = writer.write(event, NOWHERE);
        SealedEnvelope unclassified = writer.write(EventText.of(bytes), NOWHERE);
        assertEquals(untimed(unclassified.text()), untimed(sealed.text()), what);
        for (SealedEnvelope one : List.of(sealed, unclassified, writer.writeRaw(event, NOWHERE))) {
            assertEquals(one.text().getBytes(UTF_8).length, one.bytes(), what);
            assertEquals(QueueText.isAllowed(one.text()), one.allowed(), what);
        }
        if (whole.isPresent()) {
            String text = new String(bytes, UTF_8).replaceFirst("^\uFEFF", "").strip();
            assertTrue(sealed.text().startsWith("{\"event_data\":" + text + ",\"event_metadata\":{"), what);
        } else {
            assertEquals(untimed(writer.writeRaw(event, NOWHERE).text()), untimed(sealed.text()), what);
        }
        return whole.isPresent();
    }

    private static String untimed(String envelope) {
        return envelope.replaceFirst("\"processed_timestamp\":\"[^\"]*\"", "");
    }
}
