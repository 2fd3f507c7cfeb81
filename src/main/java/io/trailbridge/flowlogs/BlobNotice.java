package io.trailbridge.flowlogs;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.flowlogs.storage.BlobState;
import io.trailbridge.flowlogs.storage.StorageEndpoint;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.FlowLogBlobs;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The notice that a blob was written, in the CloudEvents 1.0 or the Event Grid schema.
 *
 * @param etag the ETag of the written state, as the notice has it; null when the notice has none
 * @param sequencer orders the notices of one blob by string comparison (Microsoft's page "Azure Blob Storage as an
 *     Event Grid source"); null when the notice has none
 */
record BlobNotice(BlobReference blob, String etag, String sequencer) {
    static final String TARGET = "flow-logs";

    /** Maximum length of a blob's name (Microsoft's page "Naming and referencing containers, blobs, and metadata"). */
    private static final int MAX_PATH = 1024;

    private static final Pattern PART = Pattern.compile("[/\\\\]");

    /**
     * Reads a notice.
     *
     * @param accounts the accounts that may be read
     * @throws RejectedException when it is not the notice of a flow log that may be read
     */
    static BlobNotice of(JsonNode event, ReadableAccounts accounts) {
        if (Classifier.classify(event) != EventKind.BLOB_CREATED) {
            throw rejected("NoNotice", "an event of the message is no notice of a blob");
        }
        String named = FlowLogBlobs.url(event);
        if (named == null) {
            throw rejected("NoBlob", "the notice names no blob: it has no data.url");
        }
        // The part after these characters, such as a signature, does not belong to the blob's name.
        String url = named.replaceFirst("[?#].*", "");
        StorageEndpoint endpoint = accounts.endpoint(url);
        String rest = url.substring(endpoint.url().length() + 1);
        int slash = rest.indexOf('/');
        String container = slash < 0 ? rest : rest.substring(0, slash);
        String encoded = slash < 0 ? "" : rest.substring(slash + 1);
        String path = decoded(encoded);
        if (!FlowLogBlobs.isContainer(container) || path.isEmpty()) {
            throw rejected(
                    "NotAFlowLog",
                    "the blob " + shown(url) + " is in no container of flow logs: send only"
                            + " notices of insights-logs-flowlogflowevent and insights-logs-networksecuritygroupflowevent");
        }
        // Checked in decoded form too, because a client or server on the way may decode the path again.
        if (path.length() > MAX_PATH || leavesItsContainer(path) || leavesItsContainer(decoded(path))) {
            throw rejected(
                    "BadPath",
                    "the blob " + shown(url) + " has a path that no flow log has: more than " + MAX_PATH
                            + " characters, or a part that is . or ..");
        }
        return new BlobNotice(
                new BlobReference(endpoint.url(), endpoint.account(), container, path),
                BlobState.bare(FlowLogBlobs.detail(event, "eTag")),
                FlowLogBlobs.detail(event, "sequencer"));
    }

    private static String decoded(String path) {
        try {
            return path.indexOf('%') < 0 ? path : URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            // It is a literal percent sign.
            return path;
        }
    }

    /**
     * Returns whether the path has a part that is . or .. Such a path is resolved on the way and may name a blob in
     * another container.
     */
    private static boolean leavesItsContainer(String path) {
        return PART.splitAsStream(path).anyMatch(part -> part.equals(".") || part.equals(".."));
    }

    static String shown(String url) {
        return url.length() > 500 ? url.substring(0, 500) + "..." : url;
    }

    static RejectedException rejected(String code, String reason) {
        return new RejectedException(code, reason, TARGET);
    }
}
