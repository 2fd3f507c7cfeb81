package io.trailbridge.flowlogs;

/** The blob was written while it was read, so that what was read does not go together: it is looked at again. */
final class BlobChangedException extends Exception {
    private static final long serialVersionUID = 1L;

    BlobChangedException(String reason) {
        super(reason);
    }
}
