package io.trailbridge.batch;

/**
 * Given back to its source, because what it is for fails and as much waits for that already as may: so that what is for
 * others is taken meanwhile.
 */
public final class PostponedException extends UnsettledException {
    private static final long serialVersionUID = 1;

    /** @param failing what fails, such as {@code the destination of the entry at cloudwatch-logs} */
    public PostponedException(String failing) {
        super(failing + " fails, and as much waits for it as may: its source gives it again later");
    }
}
