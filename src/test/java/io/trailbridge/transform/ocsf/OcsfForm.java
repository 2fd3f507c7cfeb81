package io.trailbridge.transform.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.Fillers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What a finding must look like after OCSF's published schemas, where these are there, and what it must not hold. */
public final class OcsfForm {
    static final Path SHARED = Path.of("../shared");
    static final List<String> VERSIONS = List.of(OcsfMapper.VERSION, OcsfMapper.OLDER_VERSION);
    public static final EventOrigin ORIGIN =
            new EventOrigin("defender-export", "3", 90211L, Instant.parse("2026-05-05T10:00:00.123Z"), 0);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-05T10:00:01Z"), ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private OcsfForm() {}

    /** A mapper whose clock stands still. */
    public static OcsfMapper mapper(String version, boolean rawData) {
        return new OcsfMapper(version, rawData, null, CLOCK);
    }

    public static boolean hasSchemas() {
        return Files.isDirectory(SHARED);
    }

    /** What the schema of the finding's own class says against it; nothing where the schemas are not there. */
    public static List<String> faults(String version, String json) throws IOException {
        return faults(version, JSON.readTree(json));
    }

    static List<String> faults(String version, JsonNode finding) {
        if (!hasSchemas()) {
            return List.of();
        }
        JsonSchema schema = SCHEMAS.computeIfAbsent(version + "/" + finding.path("class_uid").asText(), key -> {
            try {
                return read(key);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        List<String> faults = new ArrayList<>();
        schema.validate(finding).forEach(fault -> faults.add(fault.toString()));
        return faults;
    }

    private static JsonSchema read(String key) throws IOException {
        String[] parts = key.split("/");
        try (Stream<Path> files = Files.list(SHARED.resolve("schemas/ocsf-" + parts[0]))) {
            Path file = files.filter(path -> path.getFileName().toString().startsWith(parts[1] + "_"))
                    .findFirst().orElseThrow(() -> new IOException("There is no schema of " + key));
            try (InputStream stream = Files.newInputStream(file)) {
                return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(stream);
            }
        }
    }

    /** Words that stand for a missing value, outside of what the event itself said. */
    static List<String> fillers(JsonNode finding) {
        ObjectNode own = finding.deepCopy();
        own.remove(List.of("raw_data", "unmapped"));
        own.path("evidences").forEach(evidence -> {
            ((ObjectNode) evidence).remove("data");
        });
        return Fillers.in(own, "$");
    }
}
