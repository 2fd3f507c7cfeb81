package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trailbridge.transform.json.Fields;
import io.trailbridge.transform.json.StringifiedJson;
import io.trailbridge.transform.text.Texts;

/**
 * Converts events that arrive in another form to the form that mappings know: a row of a workspace table, a record
 * within an action group's envelope, the result of a scan. Content without a place in that form is kept beside it, so
 * that no part of the event is lost. An event in a form that mappings know is returned as it is. Thread-safe; never
 * throws.
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
        // An alert of continuous export itself, recognized without scanning all its fields.
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
     * Returns the object under this name, in any letter case. Stringified JSON is replaced by its object, and a missing
     * object is created; null if the field holds anything else.
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

    /** Returns whether the value has content: it is not null, empty or a placeholder. */
    static boolean hasValue(JsonNode value) {
        return value != null
                && !value.isNull()
                && (value.isContainerNode() ? !value.isEmpty() : !Texts.isBlankOrPlaceholder(value.asText()));
    }

    /** Returns the field's string, null also for a placeholder value. */
    static String text(JsonNode object, String name) {
        String text = Fields.text(object, name);
        return text == null || Texts.isBlankOrPlaceholder(text) ? null : text;
    }

    /** Returns the array or object that a string contains as stringified JSON, else a copy of the value. */
    static JsonNode structure(JsonNode value) {
        JsonNode parsed = StringifiedJson.of(value);
        return parsed == value ? value.deepCopy() : parsed;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
