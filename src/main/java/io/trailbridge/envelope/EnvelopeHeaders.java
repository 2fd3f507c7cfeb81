package io.trailbridge.envelope;

/** Names of the SQS message attributes that accompany an envelope. The Camel headers have the same names. */
public final class EnvelopeHeaders {
    /** The kind of the event, such as {@code alert}. */
    public static final String EVENT_KIND = "EventKind";
    /** The Event Hubs partition the event was read from. */
    public static final String PARTITION_ID = "PartitionId";
    /** The event's sequence number in its partition. */
    public static final String SEQUENCE_NUMBER = "SequenceNumber";
    /** The publisher's correlation id, else {@code hub/partition/sequence number}. */
    public static final String CORRELATION_ID = "CorrelationId";
    /** Absent for plain text; {@value #GZIP_BASE64} for a body that was compressed so that the queue accepts it. */
    public static final String CONTENT_ENCODING = "ContentEncoding";

    /**
     * The value of {@link #EVENT_KIND} for a message with two destinations: the reader of flow logs reads the flow log
     * notices in it, the sinks receive everything else.
     */
    public static final String MIXED_WITH_NOTICES = "mixed-with-flow-log-notice";

    /** The value of {@link #CONTENT_ENCODING}: gzip, then base64. */
    public static final String GZIP_BASE64 = "gzip+base64";

    private EnvelopeHeaders() {}
}
