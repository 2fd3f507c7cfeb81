package io.trailbridge.transform.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.AzureIds;
import io.trailbridge.transform.MappingFunctions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the identifiers of an alert: Azure resources, the workspaces that hold its data, the tenant. */
final class AlertIdentifiers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String RESOURCE = "azureResourceId";
    private static final List<String> IDS = List.of(RESOURCE, "workspaceArmId", "workspaceId");
    private static final String TENANT = "aadTenantId";

    /** Types that add nothing to which id the identifier has. */
    private static final Set<String> KNOWN_TYPES = Set.of("azureresource", "loganalytics", "aad");

    /** Values of {@code resources[].role_id}. */
    private static final int AFFECTED = 3;

    private static final int RELATED = 4;

    private AlertIdentifiers() {}

    /**
     * Returns {@code named} with each id once, regardless of letter case, with its role and the other fields of its
     * first identifier. {@code rest} has the identifiers that contain anything else. An identifier with only the id of
     * the tenant, the first one that is named, is in neither.
     */
    static JsonNode of(JsonNode list) {
        ObjectNode identified = NODES.objectNode();
        ArrayNode named = identified.putArray("named");
        ArrayNode rest = identified.putArray("rest");
        Set<String> ids = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        String tenant = null;
        for (int i = 0; tenant == null && i < list.size(); i++) {
            tenant = tenant(list.get(i).path(TENANT));
        }
        boolean repeated = false;
        for (JsonNode identifier : list) {
            String field = idField(identifier);
            if (field == null) {
                if (!isTenant(identifier, tenant)) {
                    rest.add(identifier);
                }
                continue;
            }
            JsonNode id = MappingFunctions.asText(identifier.get(field));
            if (ids.add(id.textValue())) {
                named.add(resource(id, field, identifier));
            } else {
                repeated = true;
            }
        }
        if (repeated) {
            identified.set("rest", rest(list, named, tenant));
        }
        return identified;
    }

    /** Returns the rest including the identifiers that repeat an id but differ from the one listed for it. */
    private static JsonNode rest(JsonNode list, ArrayNode named, String tenant) {
        Map<String, JsonNode> dataByUid = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        named.forEach(resource -> dataByUid.put(resource.get("uid").textValue(), resource.get("data")));
        ArrayNode rest = NODES.arrayNode();
        for (JsonNode identifier : list) {
            String field = idField(identifier);
            JsonNode beside = field == null ? null : beside(identifier, field);
            if (field == null
                    ? !isTenant(identifier, tenant)
                    : !beside.isEmpty()
                            && !beside.equals(dataByUid.get(MappingFunctions.asText(identifier.get(field))
                                    .textValue()))) {
                rest.add(identifier);
            }
        }
        return rest;
    }

    /** Returns whether the identifier contains nothing but the id of the tenant. */
    private static boolean isTenant(JsonNode identifier, String tenant) {
        if (tenant == null || !isOnly(identifier.path(TENANT), tenant)) {
            return false;
        }
        for (Map.Entry<String, JsonNode> field : identifier.properties()) {
            if (isBeside(field, TENANT)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBeside(Map.Entry<String, JsonNode> field, String id) {
        return !field.getKey().equals(id) && !(field.getKey().equals("type") && isKnownType(field.getValue()));
    }

    private static ObjectNode resource(JsonNode id, String field, JsonNode identifier) {
        ObjectNode resource = NODES.objectNode();
        resource.set("uid", id);
        resource.put("role_id", field.equals(RESOURCE) ? AFFECTED : RELATED);
        resource.set("data", beside(identifier, field));
        return resource;
    }

    /** Returns the field that has the id, null if none has. */
    private static String idField(JsonNode identifier) {
        for (String field : IDS) {
            if (MappingFunctions.asText(identifier.path(field)) != null) {
                return field;
            }
        }
        return null;
    }

    private static JsonNode beside(JsonNode identifier, String field) {
        ObjectNode beside = NODES.objectNode();
        for (Map.Entry<String, JsonNode> entry : identifier.properties()) {
            if (isBeside(entry, field)) {
                beside.set(entry.getKey(), entry.getValue());
            }
        }
        return beside;
    }

    private static boolean isKnownType(JsonNode type) {
        JsonNode word = MappingFunctions.wordKey(type);
        return word != null && KNOWN_TYPES.contains(word.textValue());
    }

    /** Returns the first tenant that is named, null if there is none. */
    private static String tenant(JsonNode value) {
        if (value.isTextual()) {
            return AzureIds.guid(value.textValue());
        }
        String tenant = null;
        for (int i = 0; value.isArray() && tenant == null && i < value.size(); i++) {
            tenant = tenant(value.get(i));
        }
        return tenant;
    }

    private static boolean isOnly(JsonNode value, String tenant) {
        boolean only = value.isArray() ? !value.isEmpty() : tenant.equals(tenant(value));
        for (int i = 0; value.isArray() && only && i < value.size(); i++) {
            only = isOnly(value.get(i), tenant);
        }
        return only;
    }
}
