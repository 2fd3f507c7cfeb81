package io.trailbridge.flowlogs.storage;

import java.io.IOException;

/** Thrown when the blob was written while it was read, so that the parts read do not fit together: it is read again. */
public final class BlobChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    BlobChangedException(String reason) {
        super(reason);
    }
}
