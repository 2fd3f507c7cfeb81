package io.trailbridge.transform.ocsf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the tests of posture findings share: the samples and mappers of both versions. */
final class PostureSamples {
    static final Instant ENQUEUED = Instant.parse("2026-05-05T10:00:00.123Z");
    static final EventOrigin ORIGIN = new EventOrigin("defender-export", "3", 90211L, ENQUEUED, 0);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<String> KINDS = EnumSet.of(
                    EventKind.ASSESSMENT,
                    EventKind.SUB_ASSESSMENT,
                    EventKind.SECURE_SCORE,
                    EventKind.SECURE_SCORE_CONTROL,
                    EventKind.REGULATORY_STANDARD,
                    EventKind.REGULATORY_CONTROL,
                    EventKind.REGULATORY_ASSESSMENT)
            .stream()
            .map(EventKind::id)
            .collect(Collectors.toSet());

    /** Without the event as text, in which anything could hide. */
    private static final Map<String, OcsfMapper> MAPPERS = OcsfForm.VERSIONS.stream()
            .collect(Collectors.toMap(version -> version, version -> OcsfForm.mapper(version, false)));

    private PostureSamples() {}

    static Stream<Sample> all() {
        return SampleEvents.all().stream().filter(sample -> KINDS.contains(sample.kind()));
    }

    static boolean isPosture(JsonNode event) {
        return KINDS.contains(Classifier.kindOf(event));
    }

    static List<MappedEvent> map(String version, JsonNode message, EventOrigin origin) {
        return MAPPERS.get(version).toOcsf(message, origin);
    }

    /** The only finding of an event in JSON; quotes may be apostrophes. */
    static JsonNode finding(String version, String event) {
        MappedEvent mapped =
                map(version, read(event.replace('\'', '"')), ORIGIN).get(0);
        if (mapped.failed()) {
            throw new AssertionError(mapped.failure());
        }
        List<String> faults = OcsfForm.faults(version, read(mapped.json()));
        if (!faults.isEmpty()) {
            throw new AssertionError(faults + " in " + mapped.json());
        }
        return read(mapped.json());
    }

    /** Words that stand for a missing value, outside of what is the event's own. */
    static List<String> fillers(JsonNode finding) {
        JsonNode own = finding.deepCopy();
        own.path("resources").forEach(resource -> ((ObjectNode) resource).remove("data"));
        return OcsfForm.fillers(own);
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
