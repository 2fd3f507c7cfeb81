package io.trailbridge.flowlogs;

import java.time.Instant;

/**
 * A blob as its properties show it.
 *
 * @param etag as HTTP writes it, with quotes if there are any
 */
record BlobState(long length, String etag, Instant created) {
    boolean hasEtag(String other) {
        return other != null && BlobNotice.bare(etag).equals(BlobNotice.bare(other));
    }
}
