package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.transform.json.Fields;
import java.util.Set;

/**
 * Tells which blobs are Azure flow logs: those in the containers that Network Watcher writes to (Microsoft's pages
 * "Virtual network flow logs" and "Flow logging for network security groups"). Thread-safe.
 */
public final class FlowLogBlobs {
    private static final Set<String> CONTAINERS =
            Set.of("insights-logs-flowlogflowevent", "insights-logs-networksecuritygroupflowevent");

    private FlowLogBlobs() {}

    /** Whether flow logs are written to the container of this name. */
    public static boolean isContainer(String name) {
        return CONTAINERS.contains(name);
    }

    /** Whether the event is the notice of a new or longer flow log: of the kind blob-created, about such a blob. */
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

    /** The URL of the blob that a blob-created event is about, in either schema; null when it names none. */
    public static String url(JsonNode event) {
        return Fields.text(Fields.get(event, "data"), "url");
    }

    /** A field of what a blob-created event says of its blob, as text; null when it says nothing. */
    public static String detail(JsonNode event, String name) {
        JsonNode value = Fields.get(Fields.get(event, "data"), name);
        return value == null || value.isContainerNode() || value.asText().isBlank() ? null : value.asText();
    }
}
