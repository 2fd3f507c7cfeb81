package io.trailbridge.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes the facts-only form of published schemas: what an instance must be, and no title, description or comment. A
 * keyword that is neither known to be a fact nor known to be prose ends it, so that no prose can come in unseen.
 *
 * <p>The classes of a version of OCSF share one file, since they share their objects:
 * {@code {"classes": {"2004": {...}}, "$defs": {...}}}.
 */
final class SchemaFacts {
    static final String ASFF = "asff.json";
    static final String EVENT_DATA = "cloudtrail-eventdata.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Their values are kept as they are: names, numbers, and the captions that are the values of sibling fields. */
    private static final Set<String> VALUES = Set.of(
            "$schema",
            "$ref",
            "type",
            "required",
            "enum",
            "const",
            "pattern",
            "format",
            "deprecated",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "maxProperties",
            "x-maxBytes",
            "x-ocsf-class",
            "x-ocsf-class-uid",
            "x-ocsf-version",
            "x-ocsf-profiles",
            "x-ocsf-requirement",
            "x-ocsf-enum-captions",
            "x-ocsf-sibling",
            "x-ocsf-deprecated-since");

    private static final Set<String> SCHEMAS = Set.of(
            "items",
            "contains",
            "propertyNames",
            "additionalProperties",
            "not",
            "if",
            "then",
            "else",
            "allOf",
            "anyOf",
            "oneOf");
    private static final Set<String> NAMED_SCHEMAS = Set.of("properties", "$defs");
    private static final Set<String> PROSE = Set.of("$id", "title", "description", "$comment", "x-request-rules");

    private SchemaFacts() {}

    /** The text of each file by its name. */
    static Map<String, String> of(Path published) throws IOException {
        Map<String, String> files = new TreeMap<>();
        files.put(ASFF, facts(published.resolve("asff.schema.json")).toString());
        files.put(
                EVENT_DATA,
                facts(published.resolve("cloudtrail-eventdata.schema.json")).toString());
        for (Path folder : list(published, "ocsf-*")) {
            files.put(folder.getFileName() + ".json", classes(folder).toString());
        }
        return files;
    }

    private static ObjectNode classes(Path folder) throws IOException {
        ObjectNode classes = JSON.createObjectNode();
        ObjectNode definitions = JSON.createObjectNode();
        for (Path file : list(folder, "*.schema.json")) {
            ObjectNode facts = (ObjectNode) facts(file);
            for (Map.Entry<String, JsonNode> definition : facts.remove("$defs").properties()) {
                JsonNode other = definitions.replace(definition.getKey(), definition.getValue());
                if (other != null && !other.equals(definition.getValue())) {
                    throw new IOException(file + " has another " + definition.getKey() + " than the classes before it");
                }
            }
            classes.set(facts.get("x-ocsf-class-uid").asText(), facts);
        }
        ObjectNode version = JSON.createObjectNode();
        version.set("classes", classes);
        version.set("$defs", definitions);
        return version;
    }

    private static JsonNode facts(Path file) throws IOException {
        return facts(JSON.readTree(file.toFile()), file.toString());
    }

    private static JsonNode facts(JsonNode schema, String where) throws IOException {
        if (schema instanceof ArrayNode list) {
            ArrayNode facts = JSON.createArrayNode();
            for (JsonNode one : list) {
                facts.add(facts(one, where));
            }
            return facts;
        }
        if (!(schema instanceof ObjectNode)) {
            return schema;
        }
        ObjectNode facts = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            String name = keyword.getKey();
            if (VALUES.contains(name)) {
                facts.set(name, keyword.getValue());
            } else if (SCHEMAS.contains(name)) {
                facts.set(name, facts(keyword.getValue(), where + "/" + name));
            } else if (NAMED_SCHEMAS.contains(name)) {
                ObjectNode named = facts.putObject(name);
                for (Map.Entry<String, JsonNode> one : keyword.getValue().properties()) {
                    named.set(one.getKey(), facts(one.getValue(), where + "/" + one.getKey()));
                }
            } else if (!PROSE.contains(name)) {
                throw new IOException(where + " has the keyword " + name + ": say here whether it is a fact or prose");
            }
        }
        return facts;
    }

    private static List<Path> list(Path folder, String glob) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            file.getFileSystem().getPathMatcher("glob:" + glob).matches(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
