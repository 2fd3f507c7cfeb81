package io.trailbridge.transform.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.MappingFunctions;
import io.trailbridge.transform.NestedEntities;
import io.trailbridge.transform.NestedEntities.Nested;
import io.trailbridge.transform.json.SharedObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operations on all entities of an alert. */
final class OcsfEntities {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private OcsfEntities() {}

    /**
     * Returns the entities that have content, followed by those that occur only within others, as
     * {@code {"kind", "fields", "data"}}. {@code data} is the entity itself, with {@code {"$ref": "evidences[0].data"}}
     * in place of each object that occurs in an earlier one.
     */
    static JsonNode of(JsonNode list) {
        List<JsonNode> entities = new ArrayList<>(list.size());
        for (JsonNode entity : list) {
            if (entity.isObject() && !entity.isEmpty()) {
                entities.add(entity);
            }
        }
        int listed = entities.size();
        List<Nested> nested = NestedEntities.of(entities);
        nested.forEach(one -> entities.add(one.entity()));
        List<JsonNode> data = SharedObjects.each(entities, "evidences", "data");
        ArrayNode typed = NODES.arrayNode(entities.size());
        for (int i = 0; i < data.size(); i++) {
            JsonNode entity = entities.get(i);
            JsonNode kind = entity.path("kind");
            JsonNode properties = entity.path("properties");
            JsonNode named = kind.isMissingNode() || kind.isNull() || kind.isContainerNode() && kind.isEmpty()
                    ? entity.path("type")
                    : kind;
            ObjectNode one = typed.addObject();
            one.set(
                    "kind",
                    i < listed
                            ? MappingFunctions.wordKey(named)
                            : NODES.textNode(nested.get(i - listed).kind()));
            // Sentinel has the fields one level deeper.
            one.set("fields", properties.isObject() && hasText(kind) ? properties : entity);
            one.set("data", data.get(i));
        }
        return typed;
    }

    /** Returns the elements that are not objects, null if there are none. */
    static JsonNode notObjects(JsonNode list) {
        ArrayNode found = null;
        for (JsonNode element : list) {
            if (!element.isObject()) {
                found = (found == null ? NODES.arrayNode() : found).add(element);
            }
        }
        return found;
    }

    static JsonNode ofKind(JsonNode entities, JsonNode kinds) {
        ArrayNode found = NODES.arrayNode();
        for (JsonNode entity : entities) {
            JsonNode kind = entity.path("kind");
            for (JsonNode wanted : kinds) {
                if (wanted.equals(kind)) {
                    found.add(entity);
                }
            }
        }
        return found;
    }

    private static boolean hasText(JsonNode kind) {
        return MappingFunctions.asText(kind) != null;
    }

    /**
     * Returns the observables of each evidence: first one for each of its strings for which the tree of types has a
     * number, then the further one at the same index.
     */
    static JsonNode observables(JsonNode evidences, JsonNode types, JsonNode more) {
        ArrayNode observables = NODES.arrayNode();
        StringBuilder path = new StringBuilder("evidences[]");
        for (int i = 0; i < evidences.size(); i++) {
            add(observables, evidences.get(i), types, path);
            if (more.path(i).isObject()) {
                observables.add(more.get(i));
            }
        }
        return observables;
    }

    /** Adds the observables of a value. The path is that of the value and is restored afterwards. */
    private static void add(ArrayNode observables, JsonNode value, JsonNode types, StringBuilder path) {
        int length = path.length();
        if (value.isArray()) {
            path.append("[]");
            for (int i = 0; i < value.size(); i++) {
                add(observables, value.get(i), types, path);
            }
        } else if (types.isNumber()) {
            if (value.isTextual() && !value.textValue().isBlank()) {
                ObjectNode observable = observables.addObject();
                observable.set("type_id", types);
                observable.put("name", path.toString());
                observable.set("value", value);
            }
        } else {
            for (Map.Entry<String, JsonNode> type : types.properties()) {
                JsonNode part = value.get(type.getKey());
                if (part != null) {
                    path.append('.').append(type.getKey());
                    add(observables, part, type.getValue(), path);
                    path.setLength(length);
                }
            }
        }
        path.setLength(length);
    }
}
