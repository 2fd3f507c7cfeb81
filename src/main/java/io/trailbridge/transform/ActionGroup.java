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
 * The envelope in which an action group of Azure Monitor sends a record of the Activity log: after the common alert
 * schema or in the older form of Activity log alerts. What the envelope says is of the rule that fired, not of the
 * alert: it is kept under {@code envelope} and read only for what the record lacks. Its parts may be JSON text.
 */
final class ActionGroup {
    private static final String COMMON = "azureMonitorCommonAlertSchema";
    private static final String ACTIVITY_LOG = "Microsoft.Insights/activityLogs";

    /** The name of a record's own description where the envelope has the rule's as well. */
    private static final String OWN_DESCRIPTION = "Activity Log Event Description";

    private static final String ALERTS = "/alerts/";

    private ActionGroup() {}

    /** Where the record stands in an envelope; null when the event is none. */
    private static List<String> path(JsonNode event) {
        String schema = Fields.text(event, "schemaId");
        return COMMON.equalsIgnoreCase(schema) ? List.of("data", "alertContext")
                : ACTIVITY_LOG.equalsIgnoreCase(schema) ? List.of("data", "context", "activityLog") : null;
    }

    /** The record within the envelope, null when the event is no envelope or has none. */
    static JsonNode record(JsonNode event) {
        List<String> path = path(event);
        JsonNode record = path == null ? null : event;
        for (int i = 0; record != null && i < path.size(); i++) {
            record = StringifiedJson.of(Fields.get(record, path.get(i)));
        }
        return record != null && record.isObject() ? record : null;
    }

    /** The record as the Activity log has it by itself. */
    static ObjectNode read(JsonNode event, JsonNode record) {
        ObjectNode read = NativeForm.object();
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            boolean described = field.getKey().equalsIgnoreCase(OWN_DESCRIPTION)
                    && !NativeForm.says(Fields.get(record, "description"));
            read.set(described ? "description" : field.getKey(), field.getValue());
        }
        if (!NativeForm.says(Fields.get(record, "resourceId"))) {
            JsonNode data = StringifiedJson.of(Fields.get(event, "data"));
            JsonNode targets = StringifiedJson.of(
                    Fields.get(StringifiedJson.of(Fields.get(data, "essentials")), "alertTargetIDs"));
            for (JsonNode target : targets == null ? Set.<JsonNode>of() : targets) {
                if (target.isTextual() && Texts.indexOf(target.textValue(), ALERTS, 0) >= 0
                        && !NativeForm.says(read.get("resourceId"))) {
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
