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
 * Determines the kind of an event from its content, and splits a message into its events. Names and type values are
 * read in any letter case. Thread-safe; never throws for any JSON.
 */
public final class Classifier {
    /** The result of {@link #kindOf} for a message with events of several kinds. */
    public static final String MIXED = "mixed";

    /** The result of {@link #kindOf} for a message with blob notices of which at least one is about a flow log. */
    public static final String FLOW_LOG_NOTICE = "flow-log-notice";

    private static final String NAMESPACE = "microsoft.security/";
    private static final String PROVIDER = "/providers/" + NAMESPACE;
    private static final String TYPE = "type";
    private static final String EVENT_TYPE = "eventType";
    private static final String BLOB_CREATED = "Microsoft.Storage.BlobCreated";

    /**
     * Field names of an alert, as continuous export spells them. A flat alert has no type at all; two of these fields
     * make an event an alert, if one of them is a field that only alerts have.
     */
    private static final List<String> ALERT_FIELDS = List.of(
            "SystemAlertId",
            "AlertType",
            "AlertDisplayName",
            "AlertName",
            "AlertUri",
            "CompromisedEntity",
            "Intent",
            "ProductName",
            "VendorName",
            "ReportedSeverity");

    /** For each of these names, in that letter case and in lower case: whether only alerts have it. */
    private static final Map<String, Boolean> ONLY_OF_ALERTS = ALERT_FIELDS.stream()
            .collect(
                    HashMap::new,
                    (map, name) -> {
                        boolean own = name.startsWith("Alert") || name.equals("SystemAlertId");
                        map.put(name, own);
                        map.put(name.toLowerCase(Locale.ROOT), own);
                    },
                    Map::putAll);

    private static final int LONGEST_TYPE = 64;

    private Classifier() {}

    /** Returns the kind of one event, that is, of an element of {@link #unwrap}. */
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
        EventKind typed = hasType(event) ? ofTypes(Fields.text(event, TYPE), Fields.text(event, EVENT_TYPE)) : null;
        if (typed != null) {
            return typed;
        }
        if (isAlert(event)
                || isAlert(StringifiedJson.of(Fields.get(event, "properties")))
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
        return record == null
                ? ofId(Fields.text(event, "id"))
                : isActivityLogAlert(record, true) ? EventKind.ALERT : EventKind.UNRECOGNISED;
    }

    /** Returns whether the event has a type of either name; an exported alert has none, so its names are read once. */
    private static boolean hasType(JsonNode event) {
        for (Map.Entry<String, JsonNode> field : event.properties()) {
            String name = field.getKey();
            if (name.equalsIgnoreCase(TYPE) || name.equalsIgnoreCase(EVENT_TYPE)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the kind by the types of an event, null if they say nothing about it. */
    private static EventKind ofTypes(String type, String eventType) {
        if (BLOB_CREATED.equalsIgnoreCase(type)) {
            return EventKind.BLOB_CREATED;
        }
        if (type != null && type.regionMatches(true, 0, NAMESPACE, 0, NAMESPACE.length())) {
            return ofType(type);
        }
        return BLOB_CREATED.equalsIgnoreCase(eventType) ? EventKind.BLOB_CREATED : null;
    }

    /**
     * Returns the events of a message: those of an array, of {@code {"records": []}}, {@code {"value": []}} and
     * {@code {"data": []}}, also if these are nested or stringified. A message of any other form is itself the only
     * event, so that no part of a message is lost; the same holds for a message that is just an
     * {@link EventKind#EMPTY_PAGE}.
     */
    public static List<JsonNode> unwrap(JsonNode message) {
        return EventArrays.unwrap(message);
    }

    /** Returns the kind of a message's events, {@link #MIXED} if there are several kinds. */
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

    /**
     * Returns the kind by the last segment of the type: {@code .../assessments/subAssessments} also contains
     * {@code .../assessments}.
     */
    private static EventKind ofType(String type) {
        String last = type.substring(type.lastIndexOf('/') + 1);
        return switch (last.length() > LONGEST_TYPE ? "" : last.toLowerCase(Locale.ROOT)) {
            case "alerts" -> EventKind.ALERT;
            case "assessments" -> EventKind.ASSESSMENT;
            case "subassessments" -> EventKind.SUB_ASSESSMENT;
            case "securescores" -> EventKind.SECURE_SCORE;
            case "securescorecontrols" -> EventKind.SECURE_SCORE_CONTROL;
            // Plural on the wire, singular in the REST examples.
            case "regulatorycompliancestandards", "regulatorycompliancestandard" -> EventKind.REGULATORY_STANDARD;
            case "regulatorycompliancecontrols", "regulatorycompliancecontrol" -> EventKind.REGULATORY_CONTROL;
            case "regulatorycomplianceassessments", "regulatorycomplianceassessment" -> EventKind.REGULATORY_ASSESSMENT;
            case "attackpaths", "attackpath" -> EventKind.ATTACK_PATH;
            default -> EventKind.UNRECOGNISED;
        };
    }

    /**
     * Returns the kind by the last type in a resource id:
     * {@code .../providers/Microsoft.Security/<type>/<name>/<type>/...}
     */
    private static EventKind ofId(String id) {
        if (id == null) {
            return EventKind.UNRECOGNISED;
        }
        int provider = Texts.lastIndexOf(id, PROVIDER);
        if (provider < 0) {
            return EventKind.UNRECOGNISED;
        }
        // Slashes at the end do not count, so an id may have no segment left.
        String[] segments = id.substring(provider + PROVIDER.length()).split("/", 0);
        return segments.length > 0 && segments.length % 2 == 0
                ? ofType(segments[segments.length - 2])
                : EventKind.UNRECOGNISED;
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
            Boolean own = ONLY_OF_ALERTS.get(name);
            own = own == null ? ONLY_OF_ALERTS.get(name.toLowerCase(Locale.ROOT)) : own;
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
     * Returns whether the event is the Activity log's notice of an alert. The log's other categories record what people
     * did, not what Defender found.
     *
     * @param enveloped whether the record is in an action group's envelope, where the category is called
     *     {@code eventSource}
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

    /** Returns a field that is a string in one form of the log and {@code {"value": text}} in the other. */
    private static String word(JsonNode event, String name) {
        JsonNode word = StringifiedJson.of(Fields.get(event, name));
        return word != null && word.isObject() ? Fields.text(word, "value") : Fields.text(event, name);
    }
}
