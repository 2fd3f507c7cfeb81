package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.json.Fields;
import io.trailbridge.transform.json.SharedObjects;
import io.trailbridge.transform.json.StringifiedJson;

/**
 * The form that mappings know of what arrives in another one: the row of a workspace's table, the record within an
 * action group's envelope, the result of a scan. What has no place in that form is kept beside it, so that nothing of
 * the event is left out. An event in a form that mappings know is itself the result. Thread-safe; never throws.
 */
final class NativeForm {
    private NativeForm() {}

    static JsonNode of(JsonNode event, EventKind kind) {
        return switch (kind) {
            case UNRECOGNISED, BLOB_CREATED, ATTACK_PATH -> event;
            case ALERT, MALWARE_SCAN -> ofDetection(event);
            default -> {
                TableRow table = TableRow.of(event);
                yield table == null ? event : table.read((ObjectNode) event);
            }
        };
    }

    private static JsonNode ofDetection(JsonNode event) {
        // Continuous export's own alert, without a look at all its fields.
        if (event.has("SystemAlertId")) {
            return event;
        }
        MalwareScan scan = MalwareScan.of(event);
        if (scan != null) {
            return scan.read();
        }
        JsonNode record = ActionGroup.record(event);
        return record == null ? event : ActionGroup.read(event, record);
    }

    /**
     * The object under this name, in any case, also where its text stands there, and one that is made for want of any;
     * null where something else stands.
     */
    static ObjectNode objectIn(ObjectNode parent, String name) {
        JsonNode value = Fields.get(parent, name);
        if (value == null) {
            return parent.putObject(name);
        }
        if (!(StringifiedJson.of(value) instanceof ObjectNode object)) {
            return null;
        }
        if (object != value) {
            parent.set(Fields.nameOf(parent, name), object);
        }
        return object;
    }

    /** Whether the value says something: no null, no empty structure, no word for nothing. */
    static boolean says(JsonNode value) {
        return value != null && !value.isNull()
                && (value.isContainerNode() ? !value.isEmpty() : !SharedObjects.isNothing(value.asText()));
    }

    /** The field's text, null also for a word that stands for nothing. */
    static String text(JsonNode object, String name) {
        String text = Fields.text(object, name);
        return text == null || SharedObjects.isNothing(text) ? null : text;
    }

    /** The structure that a text spells, else a copy of the value. */
    static JsonNode structure(JsonNode value) {
        JsonNode spelled = StringifiedJson.of(value);
        return spelled == value ? value.deepCopy() : spelled;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
