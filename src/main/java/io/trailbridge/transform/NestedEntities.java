package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trailbridge.transform.text.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds the entities of an alert that occur only within others, such as the file in a malware entity or the address in
 * a dns entity. Entities that are also in the alert's entity list are not included: a resolved reference is the same
 * object, and a copy is equal to it. Nor are values that the evidence of the enclosing entity already shows, such as
 * the addresses of a connection.
 */
public final class NestedEntities {
    /** The largest number found for one alert; further ones stay within their parents. */
    private static final int MOST = 64;

    /** The largest number that is compared with those already known. */
    private static final int MOST_TRIED = 256;

    /** Up to this number, comparing is faster than a lookup. */
    private static final int FEW = 16;

    /** The deepest nesting of containers that is searched in one entity. */
    private static final int DEEPEST = 8;

    private static final Set<String> KINDS = Set.of(
            "ip",
            "account",
            "host",
            "process",
            "file",
            "filehash",
            "url",
            "dns",
            "dnsresolution",
            "registrykey",
            "registryvalue",
            "mailmessage",
            "mail",
            "networkconnection",
            "malware",
            "blob",
            "azureresource",
            "amazonresource",
            "gcpresource");

    /** The kind of an entity without a type, by the field that holds it. */
    private static final Map<String, String> BY_FIELD = Map.ofEntries(
            Map.entry("imagefile", "file"),
            Map.entry("file", "file"),
            Map.entry("files", "file"),
            Map.entry("filehashes", "filehash"),
            Map.entry("filehash", "filehash"),
            Map.entry("host", "host"),
            Map.entry("account", "account"),
            Map.entry("parentprocess", "process"),
            Map.entry("process", "process"),
            Map.entry("processes", "process"),
            Map.entry("address", "ip"),
            Map.entry("sourceaddress", "ip"),
            Map.entry("destinationaddress", "ip"),
            Map.entry("ipaddress", "ip"),
            Map.entry("ipaddresses", "ip"),
            Map.entry("hostipaddress", "ip"),
            Map.entry("dnsserverip", "ip"),
            Map.entry("ip", "ip"),
            Map.entry("ips", "ip"),
            Map.entry("senderip", "ip"),
            Map.entry("urls", "url"),
            Map.entry("blob", "blob"),
            Map.entry("blobs", "blob"));

    private static final int LONGEST_FIELD =
            BY_FIELD.keySet().stream().mapToInt(String::length).max().orElse(0);

    /** The largest number of characters of an address before its first dot or colon. */
    private static final int LONGEST_GROUP = 4;

    private final List<JsonNode> listed;
    private final List<Nested> found = new ArrayList<>();

    /**
     * The entities seen so far, by identity, so that a large entity is not compared with itself. Created on first use.
     */
    private Set<JsonNode> seen;

    private int tried;

    /** @param kind the entity's kind as a lookup key, such as {@code filehash} */
    public record Nested(JsonNode entity, String kind) {}

    private NestedEntities(List<JsonNode> listed) {
        this.listed = listed;
    }

    /** Returns the nested entities of the listed ones, in document order. */
    public static List<Nested> of(List<JsonNode> listed) {
        NestedEntities nested = new NestedEntities(listed);
        for (JsonNode entity : listed) {
            nested.look(entity, null, 0);
        }
        return nested.found;
    }

    /** @param known the kind of the entity whose fields these are, null if the fields state it */
    private void look(JsonNode fields, String known, int depth) {
        if (depth == DEEPEST) {
            return;
        }
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            JsonNode value = field.getValue();
            if (!value.isContainerNode() && !isAddress(value) || value.isEmpty() && value.isContainerNode()) {
                continue;
            }
            if (value.isObject() && isListed(value)) {
                continue;
            }
            String expected = expected(field.getKey());
            if (isShown(fields, known, expected, value)) {
                continue;
            }
            if (value.isArray()) {
                for (JsonNode element : value) {
                    take(element, expected, depth + 1);
                }
            } else if (field.getKey().equals("properties")) {
                // Sentinel has the fields one level deeper.
                look(value, known == null ? kind(fields) : known, depth + 1);
            } else {
                take(value, expected, depth + 1);
            }
        }
    }

    /** Returns whether the evidence of the entity itself already shows the value that is expected here. */
    private static boolean isShown(JsonNode fields, String known, String expected, JsonNode value) {
        if (!"ip".equals(expected) && !"filehash".equals(expected)) {
            return value.isTextual();
        }
        String kind = known == null ? kind(fields) : known;
        return expected.equals("filehash")
                ? value.isTextual() || "file".equals(kind) && hasName(fields)
                : value.isTextual() && "ip".equals(kind) || "networkconnection".equals(kind);
    }

    private static boolean isAddress(JsonNode value) {
        if (!value.isTextual()) {
            return false;
        }
        String text = value.textValue();
        for (int i = 0; i < text.length() && i < LONGEST_GROUP + 1; i++) {
            if (text.charAt(i) == '.' || text.charAt(i) == ':') {
                return IpAddress.isValid(text);
            }
        }
        return false;
    }

    private static boolean hasName(JsonNode file) {
        return file.path("name").isTextual() || file.path("fileName").isTextual();
    }

    private void take(JsonNode value, String expected, int depth) {
        if (found.size() == MOST || tried == MOST_TRIED) {
            return;
        }
        if (value.isTextual()) {
            // A bare address or URL.
            String name = "ip".equals(expected) && isAddress(value) ? "address" : "url".equals(expected) ? "url" : null;
            JsonNode entity =
                    name == null ? null : JsonNodeFactory.instance.objectNode().set(name, value);
            if (entity != null && isNew(entity)) {
                found.add(new Nested(entity, expected));
            }
            return;
        }
        if (!value.isObject() || value.isEmpty() || value.has("$ref")) {
            return;
        }
        if (isListed(value)) {
            return;
        }
        String kind = kind(value);
        String taken = kind == null ? expected : KINDS.contains(kind) ? kind : null;
        if (taken != null && isNew(value)) {
            found.add(new Nested(value, taken));
            look(value, taken, depth);
        } else if (taken == null) {
            look(value, null, depth);
        }
    }

    /** Returns whether the value is a listed entity. Most objects within an entity are references to listed ones. */
    private boolean isListed(JsonNode value) {
        if (listed.size() > FEW) {
            return known().contains(value);
        }
        for (JsonNode entity : listed) {
            if (entity == value) {
                return true;
            }
        }
        return false;
    }

    private Set<JsonNode> known() {
        if (seen == null) {
            seen = Collections.newSetFromMap(new IdentityHashMap<>());
            seen.addAll(listed);
        }
        return seen;
    }

    private boolean isNew(JsonNode value) {
        if (!known().add(value)) {
            return false;
        }
        tried++;
        return listed.stream().noneMatch(value::equals)
                && found.stream().noneMatch(nested -> nested.entity().equals(value));
    }

    private static String kind(JsonNode entity) {
        JsonNode kind = entity.get("kind");
        JsonNode word = kind != null && kind.isTextual() ? kind : entity.get("type");
        JsonNode key = word == null ? null : MappingFunctions.wordKey(word);
        return key == null ? null : key.textValue();
    }

    private static String expected(String field) {
        return field.length() > LONGEST_FIELD ? null : BY_FIELD.get(field.toLowerCase(Locale.ROOT));
    }
}
