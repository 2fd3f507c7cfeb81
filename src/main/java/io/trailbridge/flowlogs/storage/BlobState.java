package io.trailbridge.flowlogs.storage;

import java.time.Instant;

/**
 * The state of a blob according to its properties.
 *
 * @param etag in the HTTP form, with quotes if there are any
 */
public record BlobState(long length, String etag, Instant created) {
    public boolean hasEtag(String other) {
        return other != null && bare(etag).equals(bare(other));
    }

    /** Returns the ETag without the quotes that HTTP puts around it and Event Grid does not. */
    public static String bare(String etag) {
        return etag == null ? null : etag.replace("\"", "");
    }
}
