package io.trailbridge.flowlogs;

/** Another instance has the blob's lease: it reads on from the progress that was written last. */
final class LeaseLostException extends Exception {
    private static final long serialVersionUID = 1L;

    LeaseLostException() {
        super("another instance has taken the lease");
    }
}
