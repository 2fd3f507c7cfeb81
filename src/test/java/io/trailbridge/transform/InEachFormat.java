package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.transform.asff.AsffForm;
import io.trailbridge.transform.asff.AsffMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiFunction;

/** What one event becomes in each format, valid there: for tests of what they must agree on. */
record InEachFormat(JsonNode ocsf, JsonNode olderOcsf, JsonNode asff, JsonNode cloudTrail) {
    private static final AsffMapper ASFF = AsffForm.mapper();

    /** @param message holds one event, written with single quotes */
    static InEachFormat of(String message) {
        return of(Formats.read(message.replace('\'', '"')));
    }

    static InEachFormat of(JsonNode message) {
        JsonNode asff = only(ASFF::toAsff, message);
        assertEquals(List.of(), AsffForm.faults(asff.toString()));
        return new InEachFormat(
                valid(Formats.OCSF_1_7, message),
                valid(Formats.OCSF_1_3, message),
                asff,
                valid(Formats.CLOUDTRAIL, message));
    }

    private static JsonNode valid(Formats format, JsonNode message) {
        JsonNode document = only(format::map, message);
        try {
            assertEquals(List.of(), format.faults(document.toString(), true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return document;
    }

    private static JsonNode only(BiFunction<JsonNode, EventOrigin, List<MappedEvent>> mapper, JsonNode message) {
        List<MappedEvent> events = mapper.apply(message, Formats.ORIGIN);
        assertEquals(1, events.size());
        assertFalse(events.get(0).failed(), () -> events.get(0).failure().toString());
        return Formats.read(events.get(0).json());
    }
}
