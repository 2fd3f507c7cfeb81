package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.json.Fields;
import io.trailbridge.transform.json.StringifiedJson;
import io.trailbridge.transform.text.Texts;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the envelope in which an action group of Azure Monitor sends a record of the Activity log: in the common alert
 * schema or in the older form of Activity log alerts. The envelope describes the rule that fired, not the alert: it is
 * kept under {@code envelope} and read only for values that the record lacks. Its parts may be stringified JSON.
 */
final class ActionGroup {
    private static final String COMMON = "azureMonitorCommonAlertSchema";
    private static final String ACTIVITY_LOG = "Microsoft.Insights/activityLogs";

    /** The name of a record's own description if the envelope also has the rule's description. */
    private static final String OWN_DESCRIPTION = "Activity Log Event Description";

    private static final String ALERTS = "/alerts/";

    private ActionGroup() {}

    /** Returns the path of the record in the envelope, null if the event is not an envelope. */
    private static List<String> path(JsonNode event) {
        String schema = Fields.text(event, "schemaId");
        return COMMON.equalsIgnoreCase(schema)
                ? List.of("data", "alertContext")
                : ACTIVITY_LOG.equalsIgnoreCase(schema) ? List.of("data", "context", "activityLog") : null;
    }

    /** Returns the record within the envelope, null if the event is not an envelope or has no record. */
    static JsonNode record(JsonNode event) {
        List<String> path = path(event);
        JsonNode record = path == null ? null : event;
        for (int i = 0; record != null && i < path.size(); i++) {
            record = StringifiedJson.of(Fields.get(record, path.get(i)));
        }
        return record != null && record.isObject() ? record : null;
    }

    /** Returns the record in the form of the Activity log itself. */
    static ObjectNode read(JsonNode event, JsonNode record) {
        ObjectNode read = NativeForm.object();
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            boolean described = field.getKey().equalsIgnoreCase(OWN_DESCRIPTION)
                    && !NativeForm.hasValue(Fields.get(record, "description"));
            read.set(described ? "description" : field.getKey(), field.getValue());
        }
        if (!NativeForm.hasValue(Fields.get(record, "resourceId"))) {
            JsonNode data = StringifiedJson.of(Fields.get(event, "data"));
            JsonNode targets = StringifiedJson.of(
                    Fields.get(StringifiedJson.of(Fields.get(data, "essentials")), "alertTargetIDs"));
            for (JsonNode target : targets == null ? Set.<JsonNode>of() : targets) {
                if (target.isTextual()
                        && Texts.indexOf(target.textValue(), ALERTS, 0) >= 0
                        && !NativeForm.hasValue(read.get("resourceId"))) {
                    read.set("resourceId", target);
                }
            }
        }
        return read.set("envelope", without(event, path(event), 0));
    }

    private static ObjectNode without(JsonNode node, List<String> path, int depth) {
        JsonNode taken = Fields.get(node, path.get(depth));
        ObjectNode rest = NativeForm.object();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getValue() != taken) {
                rest.set(field.getKey(), field.getValue());
            } else if (depth + 1 < path.size()) {
                ObjectNode inner = without(StringifiedJson.of(taken), path, depth + 1);
                if (!inner.isEmpty()) {
                    rest.set(field.getKey(), inner);
                }
            }
        }
        return rest;
    }
}
