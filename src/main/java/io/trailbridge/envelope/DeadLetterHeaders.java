package io.trailbridge.envelope;

/**
 * Names of the message attributes that a dead-lettered message has in addition. The Camel headers have the same names.
 */
public final class DeadLetterHeaders {
    /** Why it was dead-lettered; a message that SQS itself has moved has none. */
    public static final String FAILURE_REASON = "FailureReason";
    /** The service's error code, or the class of the exception. */
    public static final String FAILURE_TYPE = "FailureType";
    /** The id of the route that failed. */
    public static final String FAILED_ROUTE = "FailedRoute";
    /** When it was dead-lettered: ISO 8601 in UTC. */
    public static final String FAILED_AT = "FailedAt";
    /** The id of the queue message; for an event of the hub its {@link EnvelopeHeaders#CORRELATION_ID}. */
    public static final String ORIGINAL_MESSAGE_ID = "OriginalMessageId";
    /** How often the message was received; 0 for an event of the hub. */
    public static final String RECEIVE_COUNT = "ReceiveCount";

    /** The most characters of {@link #FAILURE_REASON}. */
    public static final int MAX_REASON = 1000;

    private DeadLetterHeaders() {}
}
