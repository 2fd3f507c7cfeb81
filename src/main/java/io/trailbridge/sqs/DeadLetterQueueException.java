package io.trailbridge.sqs;

/** The dead-letter queue of a sink's queue does not serve; the message names the queue and the remedy. */
public final class DeadLetterQueueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why not. */
    public enum Reason { NO_SUCH_QUEUE, NO_REDRIVE_POLICY, NO_SUCH_DEAD_LETTER_QUEUE, NOT_ALLOWED, TOO_FEW_RECEIVES }

    private final Reason reason;

    DeadLetterQueueException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
