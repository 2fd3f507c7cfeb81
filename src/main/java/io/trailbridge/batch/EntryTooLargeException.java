package io.trailbridge.batch;

/** Thrown for an entry that does not fit into a call even by itself; it was not sent. */
public final class EntryTooLargeException extends RejectedException {
    private static final long serialVersionUID = 1;

    /** The error code of all these exceptions. */
    public static final String CODE = "EntryTooLarge";

    private final long bytes;
    private final long maxBytes;

    public EntryTooLargeException(long bytes, long maxBytes, String target) {
        super(CODE, "its size is " + bytes + " bytes, the limit of a call is " + maxBytes + " bytes", target);
        this.bytes = bytes;
        this.maxBytes = maxBytes;
    }

    /** Returns the entry's size as the service counts it. */
    public long bytes() {
        return bytes;
    }

    public long maxBytes() {
        return maxBytes;
    }
}
