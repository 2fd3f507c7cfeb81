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
 * The entities of an alert that stand only within others, as the file in a malware or the address in a dns entity. What
 * is in the list of entities as well is none of them: what a reference names is one object, and a copy is equal to it.
 * Nor is what the evidence of the entity around it says already, as the addresses of a connection.
 */
public final class NestedEntities {
    /** So many of one alert; further ones stay within what holds them. */
    private static final int MOST = 64;

    /** So many are compared with those that are known. */
    private static final int MOST_TRIED = 256;

    /** So many are compared faster than looked up. */
    private static final int FEW = 16;

    /** Containers within containers of one entity. */
    private static final int DEEPEST = 8;

    private static final Set<String> KINDS = Set.of(
            "ip", "account", "host", "process", "file", "filehash", "url", "dns", "dnsresolution", "registrykey",
            "registryvalue", "mailmessage", "mail", "networkconnection", "malware", "blob", "azureresource",
            "amazonresource", "gcpresource");

    /** What an entity without a type is by the field in which it stands. */
    private static final Map<String, String> BY_FIELD = Map.ofEntries(
            Map.entry("imagefile", "file"), Map.entry("file", "file"), Map.entry("files", "file"),
            Map.entry("filehashes", "filehash"), Map.entry("filehash", "filehash"), Map.entry("host", "host"),
            Map.entry("account", "account"), Map.entry("parentprocess", "process"), Map.entry("process", "process"),
            Map.entry("processes", "process"), Map.entry("address", "ip"), Map.entry("sourceaddress", "ip"),
            Map.entry("destinationaddress", "ip"), Map.entry("ipaddress", "ip"), Map.entry("ipaddresses", "ip"),
            Map.entry("hostipaddress", "ip"), Map.entry("dnsserverip", "ip"), Map.entry("ip", "ip"),
            Map.entry("ips", "ip"), Map.entry("senderip", "ip"), Map.entry("urls", "url"), Map.entry("blob", "blob"),
            Map.entry("blobs", "blob"));

    private static final int LONGEST_FIELD =
            BY_FIELD.keySet().stream().mapToInt(String::length).max().orElse(0);

    /** Characters of an address before its first point or colon. */
    private static final int LONGEST_GROUP = 4;

    private final List<JsonNode> listed;
    private final List<Nested> found = new ArrayList<>();

    /** By identity: a large entity is not compared with itself. Made when there is something to look for. */
    private Set<JsonNode> seen;

    private int tried;

    /** @param kind the entity's kind as a key of tables, such as {@code filehash} */
    public record Nested(JsonNode entity, String kind) {}

    private NestedEntities(List<JsonNode> listed) {
        this.listed = listed;
    }

    /** Those within the listed ones, in document order. */
    public static List<Nested> of(List<JsonNode> listed) {
        NestedEntities nested = new NestedEntities(listed);
        for (JsonNode entity : listed) {
            nested.look(entity, null, 0);
        }
        return nested.found;
    }

    /** @param known the kind of the entity whose fields these are, null when they tell it themselves */
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
            if (isSaid(fields, known, expected, value)) {
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

    /** Whether the evidence of the entity itself shows what is expected here. */
    private static boolean isSaid(JsonNode fields, String known, String expected, JsonNode value) {
        if (!"ip".equals(expected) && !"filehash".equals(expected)) {
            return value.isTextual();
        }
        String kind = known == null ? kind(fields) : known;
        return expected.equals("filehash") ? value.isTextual() || "file".equals(kind) && hasName(fields)
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
            // An address or a URL without more.
            String name = "ip".equals(expected) && isAddress(value) ? "address" : "url".equals(expected) ? "url" : null;
            JsonNode entity = name == null ? null : JsonNodeFactory.instance.objectNode().set(name, value);
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

    /** Most of what stands within an entity is a reference to a listed one. */
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
