package io.trailbridge.batch;

/**
 * The entry is not known to be delivered, because Trailbridge is stopping: its source delivers it again after the next
 * start. The service may have accepted it nevertheless; then it arrives twice.
 */
public final class StoppedException extends UnsettledException {
    private static final long serialVersionUID = 1;

    public StoppedException(String target) {
        super(target + " stopped before the entry was delivered; its source delivers it again");
    }
}
