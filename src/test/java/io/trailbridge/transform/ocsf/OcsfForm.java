package io.trailbridge.transform.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.schemas.PublishedSchemas;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.Fillers;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** What a finding must look like after OCSF's published schemas, and what it must not hold. */
public final class OcsfForm {
    static final List<String> VERSIONS = List.of(OcsfMapper.VERSION, OcsfMapper.OLDER_VERSION);
    public static final EventOrigin ORIGIN =
            new EventOrigin("defender-export", "3", 90211L, Instant.parse("2026-05-05T10:00:00.123Z"), 0);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-05T10:00:01Z"), ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();

    private OcsfForm() {}

    /** A mapper whose clock does not move. */
    public static OcsfMapper mapper(String version, boolean rawData) {
        return new OcsfMapper(version, rawData, null, CLOCK);
    }

    /** The violations of the published schema of the finding's own class. */
    public static List<String> faults(String version, String json) throws IOException {
        return faults(version, JSON.readTree(json));
    }

    static List<String> faults(String version, JsonNode finding) {
        return PublishedSchemas.ocsfFaults(version, finding);
    }

    /** Placeholder values, outside of the event's own data. */
    static List<String> fillers(JsonNode finding) {
        ObjectNode own = finding.deepCopy();
        own.remove(List.of("raw_data", "unmapped"));
        own.path("evidences").forEach(evidence -> {
            ((ObjectNode) evidence).remove("data");
        });
        return Fillers.in(own, "$");
    }
}
