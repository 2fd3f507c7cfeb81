package io.trailbridge.envelope;

/**
 * An event that no message of the queue can hold, even compressed. Its {@link #notice()} is parked in its place; the
 * event itself stays in the Event Hub until the hub's retention ends.
 */
public final class OversizeEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String notice;

    public OversizeEventException(String reason, String notice) {
        super(reason);
        this.notice = notice;
    }

    /**
     * Returns a JSON object with the event's position (namespace, hub, partition, sequence number, offset), size and
     * hash.
     */
    public String notice() {
        return notice;
    }
}
