package io.trailbridge.flowlogs;

/** A flow tuple that cannot be read; the message says which field and why. Without a stack: there may be many. */
final class MalformedTupleException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedTupleException(String reason) {
        super(reason, null, false, false);
    }
}
