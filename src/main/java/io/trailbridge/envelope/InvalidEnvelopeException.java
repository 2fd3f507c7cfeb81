package io.trailbridge.envelope;

/** A queue message that is not an envelope. A retry cannot help: the message is parked with this reason. */
public final class InvalidEnvelopeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidEnvelopeException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
