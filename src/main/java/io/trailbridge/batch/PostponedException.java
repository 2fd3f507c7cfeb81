package io.trailbridge.batch;

/**
 * Given back to its source, because its destination fails and what waits for it already has its share of the places: so
 * that what goes to other destinations is delivered meanwhile.
 */
public final class PostponedException extends UnsettledException {
    private static final long serialVersionUID = 1;

    public PostponedException(String target) {
        super("the destination of the entry at " + target + " fails, and enough entries wait for it; its source gives"
                + " it again");
    }
}
