package io.trailbridge.transform.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.AzureIds;
import io.trailbridge.transform.MappingFunctions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the identifiers of an alert name: resources of Azure, the workspaces that hold its data, the tenant. */
final class AlertIdentifiers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String RESOURCE = "azureResourceId";
    private static final List<String> IDS = List.of(RESOURCE, "workspaceArmId", "workspaceId");
    private static final String TENANT = "aadTenantId";

    /** Types that say no more than which id the identifier has. */
    private static final Set<String> KNOWN_TYPES = Set.of("azureresource", "loganalytics", "aad");

    /** {@code resources[].role_id}. */
    private static final int AFFECTED = 3;
    private static final int RELATED = 4;

    private AlertIdentifiers() {}

    /**
     * As {@code named} each id once, whatever its case, with its role and with what its first identifier says beside
     * it; as {@code rest} the identifiers that say anything else, but for the tenant's id.
     */
    static JsonNode of(JsonNode list) {
        Map<String, ObjectNode> named = new LinkedHashMap<>();
        for (JsonNode identifier : list) {
            String field = idField(identifier);
            if (field != null) {
                JsonNode id = MappingFunctions.asText(identifier.get(field));
                named.computeIfAbsent(id.asText().toLowerCase(Locale.ROOT), key -> resource(id, field, identifier));
            }
        }
        Set<JsonNode> said = new HashSet<>();
        named.values().forEach(resource -> said.add(resource.get("data")));
        ObjectNode identified = NODES.objectNode();
        identified.putArray("named").addAll(named.values());
        ArrayNode rest = identified.putArray("rest");
        for (JsonNode identifier : list) {
            String field = idField(identifier);
            JsonNode beside = beside(identifier, field == null ? TENANT : field);
            if (field == null ? !isGuid(identifier.path(TENANT)) || !beside.isEmpty()
                    : !beside.isEmpty() && !said.contains(beside)) {
                rest.add(identifier);
            }
        }
        return identified;
    }

    private static ObjectNode resource(JsonNode id, String field, JsonNode identifier) {
        ObjectNode resource = NODES.objectNode();
        resource.set("uid", id);
        resource.put("role_id", field.equals(RESOURCE) ? AFFECTED : RELATED);
        resource.set("data", beside(identifier, field));
        return resource;
    }

    /** Which field has the id, null when none has. */
    private static String idField(JsonNode identifier) {
        for (String field : IDS) {
            if (MappingFunctions.asText(identifier.path(field)) != null) {
                return field;
            }
        }
        return null;
    }

    private static JsonNode beside(JsonNode identifier, String field) {
        if (!identifier.isObject()) {
            return identifier;
        }
        ObjectNode beside = NODES.objectNode();
        for (Map.Entry<String, JsonNode> entry : identifier.properties()) {
            boolean known = entry.getKey().equals("type") && isKnownType(entry.getValue());
            if (!known && !entry.getKey().equals(field)) {
                beside.set(entry.getKey(), entry.getValue());
            }
        }
        return beside;
    }

    private static boolean isKnownType(JsonNode type) {
        JsonNode word = MappingFunctions.wordKey(type);
        return word != null && KNOWN_TYPES.contains(word.textValue());
    }

    private static boolean isGuid(JsonNode value) {
        if (value.isArray()) {
            for (JsonNode element : value) {
                if (isGuid(element)) {
                    return true;
                }
            }
        }
        return value.isTextual() && AzureIds.guid(value.textValue()) != null;
    }
}
