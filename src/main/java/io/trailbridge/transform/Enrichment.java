package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.json.Fields;
import java.util.Map;

/**
 * Reads what continuous export adds to an event: the blocks {@code securityEventDataEnrichment},
 * {@code subAssessmentEventDataEnrichment} and the like, each of which may have fields that the others lack. Stateless.
 */
final class Enrichment {
    private static final String SUFFIX = "EventDataEnrichment";
    private static final String COMMON = "security" + SUFFIX;

    private Enrichment() {}

    /** Returns whether a field of an event has the name of such a block, in any letter case and with any prefix. */
    static boolean isOne(String name) {
        int start = name.length() - SUFFIX.length();
        return start >= 0 && name.regionMatches(true, start, SUFFIX, 0, SUFFIX.length());
    }

    /**
     * Returns what the blocks of an event contain, null if it has none. {@code deletion} is the source's word for a
     * deletion if a block reports one. {@code isSnapshot} is set if a block marks a repetition of an earlier report.
     * {@code apiVersion} is preferably that of the block that all kinds of events have.
     */
    static JsonNode of(JsonNode event) {
        ObjectNode facts = null;
        for (Map.Entry<String, JsonNode> field : event.properties()) {
            if (isOne(field.getKey())) {
                facts = facts == null ? JsonNodeFactory.instance.objectNode() : facts;
                add(facts, field.getValue(), field.getKey().equalsIgnoreCase(COMMON));
            }
        }
        return facts;
    }

    private static void add(ObjectNode facts, JsonNode block, boolean common) {
        JsonNode action = Fields.get(block, "action");
        if (action != null && action.isTextual() && action.textValue().strip().equalsIgnoreCase("delete")) {
            set(facts, "deletion", action, common);
        }
        JsonNode snapshot = Fields.get(block, "isSnapshot");
        if (snapshot != null && snapshot.asText().strip().equalsIgnoreCase("true")) {
            facts.put("isSnapshot", true);
        }
        JsonNode version = Fields.get(block, "apiVersion");
        if (version != null && MappingFunctions.asText(version) != null) {
            set(facts, "apiVersion", version, common);
        }
    }

    private static void set(ObjectNode facts, String name, JsonNode value, boolean common) {
        if (common || !facts.has(name)) {
            facts.set(name, value);
        }
    }
}
