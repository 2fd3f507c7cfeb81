package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.transform.json.Fields;
import java.util.Set;

/**
 * Recognizes the blobs of Azure flow logs: those in the containers that Network Watcher writes to (Microsoft's pages
 * "Virtual network flow logs" and "Flow logging for network security groups"). Thread-safe.
 */
public final class FlowLogBlobs {
    private static final Set<String> CONTAINERS =
            Set.of("insights-logs-flowlogflowevent", "insights-logs-networksecuritygroupflowevent");

    private FlowLogBlobs() {}

    /** Returns whether flow logs are written to the container of this name. */
    public static boolean isContainer(String name) {
        return CONTAINERS.contains(name);
    }

    /**
     * Returns whether the event is the notice of a new or longer flow log: an event of the kind blob-created about such
     * a blob.
     */
    public static boolean isNotice(JsonNode event) {
        if (Classifier.classify(event) != EventKind.BLOB_CREATED) {
            return false;
        }
        String url = url(event);
        if (url == null) {
            return false;
        }
        for (String container : CONTAINERS) {
            if (url.contains("/" + container + "/")) {
                return true;
            }
        }
        return false;
    }

    /** Returns the URL of the blob that a blob-created event is about, in either schema; null if it names none. */
    public static String url(JsonNode event) {
        return Fields.text(Fields.get(event, "data"), "url");
    }

    /** Returns a field of a blob-created event's data as text; null if it is absent, blank, an object or an array. */
    public static String detail(JsonNode event, String name) {
        JsonNode value = Fields.get(Fields.get(event, "data"), name);
        return value == null || value.isContainerNode() || value.asText().isBlank() ? null : value.asText();
    }
}
