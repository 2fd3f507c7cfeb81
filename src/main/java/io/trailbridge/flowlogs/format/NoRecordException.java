package io.trailbridge.flowlogs.format;

/** JSON that is not a record of a flow log. */
final class NoRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    NoRecordException(String reason) {
        super(reason);
    }
}
