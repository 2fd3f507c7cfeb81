package io.trailbridge.envelope;

/** Names of the SQS message attributes, which are Camel headers of the same names, that travel with an envelope. */
public final class EnvelopeHeaders {
    /** The kind of the event, such as {@code alert}. */
    public static final String EVENT_KIND = "EventKind";
    /** The Event Hubs partition the event was read from. */
    public static final String PARTITION_ID = "PartitionId";
    /** The event's sequence number in its partition. */
    public static final String SEQUENCE_NUMBER = "SequenceNumber";
    /** The publisher's correlation id, else {@code hub/partition/sequence number}. */
    public static final String CORRELATION_ID = "CorrelationId";
    /** Absent for plain text, {@value #GZIP_BASE64} for a body that was compressed to pass the queue. */
    public static final String CONTENT_ENCODING = "ContentEncoding";

    /**
     * The value of {@link #EVENT_KIND} of a message that goes two ways: the reader of flow logs takes the notices of
     * flow logs in it, the sinks take everything else.
     */
    public static final String MIXED_WITH_NOTICES = "mixed-with-flow-log-notice";

    /** The value of {@link #CONTENT_ENCODING}: gzip, then base64. */
    public static final String GZIP_BASE64 = "gzip+base64";

    private EnvelopeHeaders() {}
}
