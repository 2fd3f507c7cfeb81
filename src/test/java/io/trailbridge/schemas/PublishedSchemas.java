package io.trailbridge.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What the formats' published schemas say, without their words; a part of the tests, so that no run goes without.
 * Safe for any number of threads. A schema takes some milliseconds a finding: not for every one of thousands.
 */
public final class PublishedSchemas {
    /** Each part of a schema is prepared when it is first asked: they hold each other, and few are ever asked. */
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .preloadJsonSchema(false)
            .build();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, JsonNode> DOCUMENTS = new ConcurrentHashMap<>();
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private PublishedSchemas() {}

    /** The violations of the schema of an OCSF event's own class. */
    public static List<String> ocsfFaults(String version, JsonNode event) {
        String classUid = event.path("class_uid").asText();
        return faults(version + "/" + classUid, event, () -> ocsf(version, classUid));
    }

    /** The violations of Security Hub's form by a finding. */
    public static List<String> asffFaults(JsonNode finding) {
        return faults(SchemaFacts.ASFF, finding, () -> document(SchemaFacts.ASFF));
    }

    /** The violations of CloudTrail's integration schema by eventData. */
    public static List<String> eventDataFaults(JsonNode eventData) {
        return faults(SchemaFacts.EVENT_DATA, eventData, () -> document(SchemaFacts.EVENT_DATA));
    }

    /** A version of OCSF: {@code classes} by their number, and {@code $defs}, the objects that these share. */
    public static JsonNode ocsf(String version) {
        return document("ocsf-" + version + ".json");
    }

    private static JsonNode ocsf(String version, String classUid) {
        JsonNode all = ocsf(version);
        if (!(all.path("classes").get(classUid) instanceof ObjectNode schema)) {
            throw new IllegalArgumentException("There is no schema of class " + classUid + " in OCSF " + version);
        }
        ObjectNode whole = JSON.createObjectNode().setAll(schema);
        return whole.set("$defs", all.get("$defs"));
    }

    private static List<String> faults(String key, JsonNode instance, Supplier<JsonNode> document) {
        JsonSchema schema = SCHEMAS.computeIfAbsent(
                key,
                unused -> JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(document.get(), CONFIG));
        return schema.validate(instance).stream().map(Object::toString).toList();
    }

    private static JsonNode document(String file) {
        return DOCUMENTS.computeIfAbsent(file, unused -> {
            try (InputStream stream = PublishedSchemas.class.getResourceAsStream("/schemas/" + file)) {
                if (stream == null) {
                    throw new IOException("There is no schema /schemas/" + file + " on the class path");
                }
                return JSON.readTree(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
