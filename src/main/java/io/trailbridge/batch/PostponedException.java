package io.trailbridge.batch;

/**
 * Returns an entry to its source, because its destination fails and already has as many waiting entries as allowed.
 * Entries for other destinations are accepted meanwhile.
 */
public final class PostponedException extends UnsettledException {
    private static final long serialVersionUID = 1;

    /** @param failing the destination that fails, such as {@code the destination of the entry at cloudwatch-logs} */
    public PostponedException(String failing) {
        super(failing + " fails, and the limit of entries that wait for it is reached:"
                + " its source delivers the entry again later");
    }
}
