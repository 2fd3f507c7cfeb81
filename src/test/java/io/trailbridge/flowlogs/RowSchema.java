package io.trailbridge.flowlogs;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** OCSF's published schema of Network Activity, where it is there. */
final class RowSchema {
    static final Path SHARED = Path.of("../shared");
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private RowSchema() {}

    static boolean isThere() {
        return Files.isDirectory(SHARED);
    }

    /** What the schema says against a row; nothing where it is not there. */
    static List<String> faults(JsonNode row) {
        if (!isThere()) {
            return List.of();
        }
        JsonSchema schema = SCHEMAS.computeIfAbsent(row.at("/metadata/version").asText(), RowSchema::read);
        return schema.validate(row).stream().map(Object::toString).toList();
    }

    private static JsonSchema read(String version) {
        Path file = SHARED.resolve("schemas/ocsf-" + version + "/4001_network_activity.schema.json");
        try (InputStream stream = Files.newInputStream(file)) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
