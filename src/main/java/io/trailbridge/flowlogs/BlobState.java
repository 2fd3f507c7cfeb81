package io.trailbridge.flowlogs;

import java.time.Instant;

/**
 * The state of a blob according to its properties.
 *
 * @param etag in the HTTP form, with quotes if there are any
 */
record BlobState(long length, String etag, Instant created) {
    boolean hasEtag(String other) {
        return other != null && BlobNotice.bare(etag).equals(BlobNotice.bare(other));
    }
}
