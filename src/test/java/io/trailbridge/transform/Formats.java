package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.standin.samples.SampleEvents.Sample;
import io.trailbridge.transform.cloudtrail.CloudTrailMapper;
import io.trailbridge.transform.cloudtrail.EventDataForm;
import io.trailbridge.transform.ocsf.OcsfForm;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** CloudTrail and both versions of OCSF, for tests of what holds in each of them. */
enum Formats {
    CLOUDTRAIL("$.eventTime", new CloudTrailMapper(EventDataForm.ACCOUNT, null)::toCloudTrail) {
        @Override
        List<String> faults(String json, boolean published) {
            return EventDataForm.faults(json);
        }
    },
    OCSF_1_7("$.time", OcsfForm.mapper(OcsfMapper.VERSION, false)::toOcsf) {
        @Override
        List<String> faults(String json, boolean published) throws IOException {
            return published ? OcsfForm.faults(OcsfMapper.VERSION, json) : List.of();
        }
    },
    OCSF_1_3("$.time", OcsfForm.mapper(OcsfMapper.OLDER_VERSION, false)::toOcsf) {
        @Override
        List<String> faults(String json, boolean published) throws IOException {
            return published ? OcsfForm.faults(OcsfMapper.OLDER_VERSION, json) : List.of();
        }
    };

    static final EventOrigin ORIGIN = OcsfForm.ORIGIN;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> WITHOUT_FORM = Set.of("unrecognised", "blob-created", "malware-scan");
    private static final int LARGEST = 16_000;

    /** Where the refusal of an event points that has no time. */
    final String timePath;

    private final BiFunction<JsonNode, EventOrigin, List<MappedEvent>> mapper;

    Formats(String timePath, BiFunction<JsonNode, EventOrigin, List<MappedEvent>> mapper) {
        this.timePath = timePath;
        this.mapper = mapper;
    }

    /** What is wrong with the text. The published schemas are slow: they are asked for a share of the texts only. */
    abstract List<String> faults(String json, boolean published) throws IOException;

    List<MappedEvent> map(JsonNode message, EventOrigin origin) {
        return mapper.apply(message, origin);
    }

    /** The result of an event that gives one. */
    JsonNode only(JsonNode event) {
        MappedEvent mapped = map(event, ORIGIN).get(0);
        if (mapped.failed()) {
            throw new AssertionError(this + ": " + mapped.failure());
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(mapped.json())) {
            throw new AssertionError(this + ": cannot be written as UTF-8");
        }
        return read(mapped.json());
    }

    /** The samples of the kinds that have a form in each of them, each an event or a list of some. */
    static Stream<Sample> samples() {
        return SampleEvents.all().stream()
                .filter(sample -> !WITHOUT_FORM.contains(sample.kind()) && sample.bytes().length < LARGEST);
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(Sample sample) {
        return read(new String(sample.bytes(), StandardCharsets.UTF_8));
    }

    /** Every string within, in document order. */
    static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isTextual()) {
            texts.add(value.textValue());
        }
        value.forEach(child -> texts.addAll(texts(child)));
        return texts;
    }
}
