package io.trailbridge.flowlogs;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.FlowLogBlobs;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The notice that a blob was written, in the CloudEvents 1.0 or the Event Grid schema.
 *
 * @param etag of the state that was written, as the notice spells it; null when it does not say
 * @param sequencer orders the notices of one blob as texts (Microsoft's page "Azure Blob Storage as an Event Grid
 *     source"); null when the notice has none
 */
record BlobNotice(BlobReference blob, String etag, String sequencer) {
    static final String TARGET = "flow-logs";

    /**
     * @param own the only endpoint that may be read; null for any account of Azure
     * @throws RejectedException when it is no notice of a flow log that may be read
     */
    static BlobNotice of(JsonNode event, StorageEndpoint own) {
        if (Classifier.classify(event) != EventKind.BLOB_CREATED) {
            throw rejected("NoNotice", "an event of the message is no notice of a blob");
        }
        String named = FlowLogBlobs.url(event);
        if (named == null) {
            throw rejected("NoBlob", "the notice names no blob: it has no data.url");
        }
        // What comes after these, such as a signature, does not name the blob.
        String url = named.replaceFirst("[?#].*", "");
        StorageEndpoint endpoint = StorageEndpoint.trusted(url, own);
        if (endpoint == null) {
            throw rejected("ForeignHost", "the blob " + shown(url) + " is not at "
                    + (own == null ? "https://<account>.blob.core.windows.net or another cloud of Azure"
                            : own.url() + ", the endpoint of the connection string")
                    + "; credentials are sent nowhere else");
        }
        String rest = url.substring(endpoint.url().length() + 1);
        int slash = rest.indexOf('/');
        String container = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : decoded(rest.substring(slash + 1));
        if (!FlowLogBlobs.isContainer(container) || path.isEmpty()) {
            throw rejected("NotAFlowLog", "the blob " + shown(url) + " is in no container of flow logs: send only"
                    + " notices of insights-logs-flowlogflowevent and insights-logs-networksecuritygroupflowevent");
        }
        return new BlobNotice(new BlobReference(endpoint.url(), endpoint.account(), container, path),
                bare(FlowLogBlobs.detail(event, "eTag")), FlowLogBlobs.detail(event, "sequencer"));
    }

    /** Without the quotes that HTTP puts around an ETag and Event Grid does not. */
    static String bare(String etag) {
        return etag == null ? null : etag.replace("\"", "");
    }

    private static String decoded(String path) {
        try {
            return path.indexOf('%') < 0 ? path : URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            // A percent sign that stands for itself.
            return path;
        }
    }

    private static String shown(String url) {
        return url.length() > 500 ? url.substring(0, 500) + "..." : url;
    }

    private static RejectedException rejected(String code, String reason) {
        return new RejectedException(code, reason, TARGET);
    }
}
