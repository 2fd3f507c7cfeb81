package io.trailbridge.sqs;

/** The dead-letter queue of a sink's queue cannot be used; the message names the queue and the remedy. */
public final class DeadLetterQueueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why the dead-letter queue cannot be used. */
    public enum Reason {
        NO_SUCH_QUEUE,
        NO_REDRIVE_POLICY,
        NO_SUCH_DEAD_LETTER_QUEUE,
        NOT_ALLOWED,
        TOO_FEW_RECEIVES
    }

    private final Reason reason;

    DeadLetterQueueException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
