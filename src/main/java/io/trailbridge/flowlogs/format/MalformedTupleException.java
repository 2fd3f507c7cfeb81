package io.trailbridge.flowlogs.format;

/**
 * A flow tuple that cannot be read; the message names the field and the reason. It has no stack trace, because there
 * may be many of them.
 */
final class MalformedTupleException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedTupleException(String reason) {
        super(reason, null, false, false);
    }
}
