package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.Set;

/**
 * The address from which came what the entities of an alert took part in: of the first entity that is an address, else
 * the source of a network connection. What was contacted, as a destination or a DNS server, is never the source.
 */
final class SourceAddress {
    private SourceAddress() {}

    /** Of a list of entities, or of one; null when there is none. */
    static JsonNode of(JsonNode entities) {
        if (!entities.isArray()) {
            return entities.isObject() ? of(JsonNodeFactory.instance.arrayNode(1).add(entities)) : null;
        }
        Set<String> contacted = new HashSet<>();
        for (JsonNode entity : entities) {
            add(contacted, Fields.get(fields(entity), "destinationAddress"));
            add(contacted, Fields.get(fields(entity), "dnsServerIp"));
        }
        for (JsonNode entity : entities) {
            JsonNode address = isAddress(entity) ? address(entity) : null;
            if (address != null && !contacted.contains(address.textValue())) {
                return address;
            }
        }
        for (JsonNode entity : entities) {
            JsonNode source = address(Fields.get(fields(entity), "sourceAddress"));
            if (source != null) {
                return source;
            }
        }
        return null;
    }

    private static void add(Set<String> addresses, JsonNode entityOrText) {
        JsonNode address = address(entityOrText);
        if (address != null) {
            addresses.add(address.textValue());
        }
    }

    /** What an entity says of itself: in the form of Sentinel's API that is one level deeper. */
    private static JsonNode fields(JsonNode entity) {
        JsonNode properties = Fields.get(entity, "properties");
        return properties != null && properties.isObject() ? properties : entity;
    }

    private static boolean isAddress(JsonNode entity) {
        return "ip".equalsIgnoreCase(Fields.text(entity, "type")) || "ip".equalsIgnoreCase(Fields.text(entity, "kind"));
    }

    /** The valid address that an entity has or a text is, else null. */
    private static JsonNode address(JsonNode entityOrText) {
        JsonNode address = entityOrText != null && entityOrText.isObject()
                ? Fields.get(fields(entityOrText), "address")
                : entityOrText;
        return address != null && address.isTextual() && IpAddress.isValid(address.textValue()) ? address : null;
    }
}
