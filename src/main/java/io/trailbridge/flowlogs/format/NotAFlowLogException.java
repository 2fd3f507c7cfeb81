package io.trailbridge.flowlogs.format;

/** A blob that does not begin like a flow log. */
public final class NotAFlowLogException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAFlowLogException(String reason) {
        super(reason);
    }
}
