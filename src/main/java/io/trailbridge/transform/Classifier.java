package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.transform.json.Fields;
import io.trailbridge.transform.json.StringifiedJson;
import io.trailbridge.transform.text.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells by an event's content what it is, and takes a message apart into its events. Names and type values are read
 * in any case. Thread-safe; never throws for any JSON.
 */
public final class Classifier {
    /** What {@link #kindOf} says of a message that holds events of several kinds. */
    public static final String MIXED = "mixed";

    /** What {@link #kindOf} says of a message with notices of blobs of which at least one holds flow logs. */
    public static final String FLOW_LOG_NOTICE = "flow-log-notice";

    private static final String NAMESPACE = "microsoft.security/";
    private static final String PROVIDER = "/providers/" + NAMESPACE;
    private static final String BLOB_CREATED = "Microsoft.Storage.BlobCreated";

    /** A flat alert has no type at all; two of these make one. As continuous export spells them. */
    private static final List<String> ALERT_FIELDS = List.of(
            "SystemAlertId", "AlertType", "AlertDisplayName", "AlertName", "AlertUri", "CompromisedEntity", "Intent",
            "ProductName", "VendorName", "ReportedSeverity");

    /** By that spelling, and in lower case, whether the name is one that an alert alone has. */
    private static final Map<String, Boolean> TELLING = ALERT_FIELDS.stream().collect(HashMap::new, (map, name) -> {
        boolean own = name.startsWith("Alert") || name.equals("SystemAlertId");
        map.put(name, own);
        map.put(name.toLowerCase(Locale.ROOT), own);
    }, Map::putAll);

    private static final int LONGEST_TYPE = 64;

    private Classifier() {}

    /** The kind of one event, that is, of an element of {@link #unwrap}. */
    public static EventKind classify(JsonNode event) {
        EventKind kind = kind(event);
        boolean empty = kind == EventKind.UNRECOGNISED && event != null && EventArrays.isEmptyPage(event);
        return empty ? EventKind.EMPTY_PAGE : kind;
    }

    static boolean isKnown(JsonNode event) {
        return kind(event) != EventKind.UNRECOGNISED;
    }

    private static EventKind kind(JsonNode event) {
        if (event == null || !event.isObject()) {
            return EventKind.UNRECOGNISED;
        }
        String type = Fields.text(event, "type");
        if (type != null) {
            if (type.equalsIgnoreCase(BLOB_CREATED)) {
                return EventKind.BLOB_CREATED;
            }
            if (type.regionMatches(true, 0, NAMESPACE, 0, NAMESPACE.length())) {
                return ofType(type);
            }
        }
        if (BLOB_CREATED.equalsIgnoreCase(Fields.text(event, "eventType"))) {
            return EventKind.BLOB_CREATED;
        }
        if (isAlert(event) || isAlert(StringifiedJson.of(Fields.get(event, "properties")))
                || isActivityLogAlert(event, false)) {
            return EventKind.ALERT;
        }
        MalwareScan scan = MalwareScan.of(event);
        if (scan != null) {
            return scan.kind();
        }
        TableRow table = TableRow.of(event);
        if (table != null) {
            return table.kindOf(event);
        }
        JsonNode record = ActionGroup.record(event);
        return record == null ? ofId(Fields.text(event, "id"))
                : isActivityLogAlert(record, true) ? EventKind.ALERT : EventKind.UNRECOGNISED;
    }

    /**
     * The events of a message: those of an array, of {@code {"records": []}}, {@code {"value": []}} and {@code {"data":
     * []}}, also when these are nested or a text that spells them. A message that is none of these is itself the only
     * event, so that nothing of a message is left out; so is one that is but an {@link EventKind#EMPTY_PAGE}.
     */
    public static List<JsonNode> unwrap(JsonNode message) {
        return EventArrays.unwrap(message);
    }

    /** The kind of a message's events, {@link #MIXED} when they are of several. */
    public static String kindOf(JsonNode message) {
        EventKind kind = null;
        boolean flowLogs = false;
        for (JsonNode event : unwrap(message)) {
            EventKind next = classify(event);
            flowLogs |= next == EventKind.BLOB_CREATED && FlowLogBlobs.isNotice(event);
            if (kind != null && kind != next) {
                return MIXED;
            }
            kind = next;
        }
        if (flowLogs) {
            return FLOW_LOG_NOTICE;
        }
        return kind == null ? EventKind.UNRECOGNISED.id() : kind.id();
    }

    /** By the type's last segment: {@code .../assessments/subAssessments} also contains {@code .../assessments}. */
    private static EventKind ofType(String type) {
        String last = type.substring(type.lastIndexOf('/') + 1);
        return switch (last.length() > LONGEST_TYPE ? "" : last.toLowerCase(Locale.ROOT)) {
            case "alerts" -> EventKind.ALERT;
            case "assessments" -> EventKind.ASSESSMENT;
            case "subassessments" -> EventKind.SUB_ASSESSMENT;
            case "securescores" -> EventKind.SECURE_SCORE;
            case "securescorecontrols" -> EventKind.SECURE_SCORE_CONTROL;
            // On the wire in the plural, in the REST examples in the singular.
            case "regulatorycompliancestandards", "regulatorycompliancestandard" -> EventKind.REGULATORY_STANDARD;
            case "regulatorycompliancecontrols", "regulatorycompliancecontrol" -> EventKind.REGULATORY_CONTROL;
            case "regulatorycomplianceassessments", "regulatorycomplianceassessment" ->
                EventKind.REGULATORY_ASSESSMENT;
            case "attackpaths", "attackpath" -> EventKind.ATTACK_PATH;
            default -> EventKind.UNRECOGNISED;
        };
    }

    /** By the last type that a resource id names: {@code .../providers/Microsoft.Security/<type>/<name>/<type>/...} */
    private static EventKind ofId(String id) {
        if (id == null) {
            return EventKind.UNRECOGNISED;
        }
        int provider = Texts.lastIndexOf(id, PROVIDER);
        if (provider < 0) {
            return EventKind.UNRECOGNISED;
        }
        String[] segments = id.substring(provider + PROVIDER.length()).split("/");
        return segments.length % 2 == 0 ? ofType(segments[segments.length - 2]) : EventKind.UNRECOGNISED;
    }

    private static boolean isAlert(JsonNode event) {
        if (event == null || !event.isObject()) {
            return false;
        }
        int found = 0;
        boolean named = false;
        for (var field : event.properties()) {
            String name = field.getKey();
            if (name.length() > 20 || field.getValue().isNull()) {
                continue;
            }
            Boolean own = TELLING.get(name);
            own = own == null ? TELLING.get(name.toLowerCase(Locale.ROOT)) : own;
            if (own != null) {
                found++;
                named |= own;
                if (named && found > 1) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The Activity log's notice of an alert; its other categories are what people did, not what Defender found.
     *
     * @param enveloped whether the record is in an action group's envelope, where the category is called its source
     */
    private static boolean isActivityLogAlert(JsonNode event, boolean enveloped) {
        String operation = word(event, "operationName");
        if (operation == null) {
            return false;
        }
        String category = word(event, "category");
        category = category == null && enveloped ? word(event, "eventSource") : category;
        return operation.regionMatches(true, 0, NAMESPACE, 0, NAMESPACE.length())
                && Texts.indexOf(operation, "/alerts/", 0) >= 0
                && (category == null || category.equalsIgnoreCase("Security"));
    }

    /** A field that is a text in one form of the log and {@code {"value": text}} in the other. */
    private static String word(JsonNode event, String name) {
        JsonNode word = StringifiedJson.of(Fields.get(event, name));
        return word != null && word.isObject() ? Fields.text(word, "value") : Fields.text(event, name);
    }
}
