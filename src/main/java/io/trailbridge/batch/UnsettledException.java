package io.trailbridge.batch;

/** Not known to be delivered, and not rejected: it must stay unsettled at its source, which gives it again. */
public abstract class UnsettledException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsettledException(String message) {
        super(message);
    }
}
