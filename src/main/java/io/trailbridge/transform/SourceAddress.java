package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trailbridge.transform.json.Fields;
import io.trailbridge.transform.text.IpAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * Determines the source address of the activity that the entities of an alert took part in: the address of an IP
 * entity, the one that most likely acted if there are several, else the first; without an IP entity, the source of a
 * network connection. An address that was contacted, such as a destination or a DNS server, is never the source.
 */
final class SourceAddress {
    private static final int MOST_LIKELY = 4;

    private SourceAddress() {}

    /** Returns the source address of an array of entities or of one entity; null if there is none. */
    static JsonNode of(JsonNode entities) {
        if (!entities.isArray()) {
            return entities.isObject()
                    ? of(JsonNodeFactory.instance.arrayNode(1).add(entities))
                    : null;
        }
        Set<String> contacted = new HashSet<>();
        Set<String> sources = new HashSet<>();
        JsonNode firstSource = null;
        for (JsonNode entity : entities) {
            JsonNode fields = fields(entity);
            add(contacted, Fields.get(fields, "destinationAddress"));
            add(contacted, Fields.get(fields, "dnsServerIp"));
            JsonNode source = add(sources, Fields.get(fields, "sourceAddress"));
            firstSource = firstSource == null ? source : firstSource;
        }
        JsonNode likeliest = null;
        int most = -1;
        for (JsonNode entity : entities) {
            JsonNode address = isAddress(entity) ? address(entity) : null;
            if (address != null && !contacted.contains(address.textValue())) {
                int likely = sources.contains(address.textValue()) ? MOST_LIKELY : likely(fields(entity), address);
                if (likely > most) {
                    likeliest = address;
                    most = likely;
                }
            }
        }
        return likeliest == null ? firstSource : likeliest;
    }

    /**
     * Returns how likely the address is to have acted. All values are below that of an address that opened a
     * connection. Highest if it is known to threat intelligence, next if its location was looked up, next if it is a
     * public address and not one of the network that was acted upon.
     */
    private static int likely(JsonNode entity, JsonNode address) {
        JsonNode threat = Fields.get(entity, "threatIntelligence");
        JsonNode location = Fields.get(entity, "location");
        return threat != null && !threat.isEmpty()
                ? MOST_LIKELY - 1
                : location != null && !location.isEmpty()
                        ? MOST_LIKELY - 2
                        : IpAddress.isPrivate(address.textValue()) ? 0 : 1;
    }

    /** Adds the address that an entity has or a string is, and returns it; null if there is none. */
    private static JsonNode add(Set<String> addresses, JsonNode entityOrText) {
        JsonNode address = address(entityOrText);
        if (address != null) {
            addresses.add(address.textValue());
        }
        return address;
    }

    /** Returns the fields of an entity: in the form of Sentinel's API they are one level deeper. */
    private static JsonNode fields(JsonNode entity) {
        JsonNode properties = Fields.get(entity, "properties");
        return properties != null && properties.isObject() ? properties : entity;
    }

    private static boolean isAddress(JsonNode entity) {
        return "ip".equalsIgnoreCase(Fields.text(entity, "type")) || "ip".equalsIgnoreCase(Fields.text(entity, "kind"));
    }

    /** Returns the valid address that an entity has or a string is, else null. */
    private static JsonNode address(JsonNode entityOrText) {
        JsonNode address = entityOrText != null && entityOrText.isObject()
                ? Fields.get(fields(entityOrText), "address")
                : entityOrText;
        return address != null && address.isTextual() && IpAddress.isValid(address.textValue()) ? address : null;
    }
}
