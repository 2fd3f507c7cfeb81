package io.trailbridge.envelope;

/** The rule by which an event gets its {@link EnvelopeHeaders#CORRELATION_ID}. Stateless; any thread. */
public final class CorrelationId {
    /** The system property that holds the publisher's own id. */
    public static final String PROPERTY = "correlation-id";

    private static final int LONGEST = 256;

    private CorrelationId() {}

    /**
     * Returns the publisher's id if an attribute can hold it, else the position of the event.
     *
     * @param published the value of {@link #PROPERTY}; null if there is none
     */
    public static String of(Object published, String eventHub, String partitionId, Long sequenceNumber) {
        if (published instanceof String id && !id.isBlank() && id.length() <= LONGEST && QueueText.isAllowed(id)) {
            return id;
        }
        return eventHub + "/" + partitionId + "/" + sequenceNumber;
    }
}
