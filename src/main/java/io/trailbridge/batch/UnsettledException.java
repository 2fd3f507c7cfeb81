package io.trailbridge.batch;

/**
 * The entry is neither known to be delivered nor rejected: it must stay unsettled at its source, which delivers it
 * again.
 */
public abstract class UnsettledException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsettledException(String message) {
        super(message);
    }
}
