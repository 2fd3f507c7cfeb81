package io.trailbridge.standin.sinks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.standin.samples.SampleEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The keys of sample events in a sink that accepts OCSF, and an event without a form in OCSF in its envelope. */
final class OcsfKeys {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OcsfKeys() {}

    /** Those that the n-th sample must have. */
    static List<String> expected(long n) {
        List<String> uids = SampleEvents.expectedTexts("ocsf", "/finding_info/uid", n);
        return uids.isEmpty()
                ? List.of(tree(new String(SampleEvents.at(n), StandardCharsets.UTF_8))
                        .path("id")
                        .asText())
                : uids;
    }

    /** That of an event which the sink has got. */
    static String of(String message) {
        JsonNode event = tree(message);
        return event.has("event_data")
                ? event.at("/event_data/id").asText()
                : event.at("/finding_info/uid").asText();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
