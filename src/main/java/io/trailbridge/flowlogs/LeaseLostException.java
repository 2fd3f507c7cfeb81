package io.trailbridge.flowlogs;

/** Thrown when another instance has the blob's lease: it continues from the progress that was written last. */
final class LeaseLostException extends Exception {
    private static final long serialVersionUID = 1L;

    LeaseLostException() {
        super("another instance has taken the lease");
    }
}
