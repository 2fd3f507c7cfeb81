package io.trailbridge.batch;

/** An entry that does not fit into a call even by itself; it was not sent. */
public final class EntryTooLargeException extends RejectedException {
    private static final long serialVersionUID = 1;

    /** The code that all of these carry. */
    public static final String CODE = "EntryTooLarge";

    private final long bytes;
    private final long maxBytes;

    public EntryTooLargeException(long bytes, long maxBytes, String target) {
        super(CODE, "it takes " + bytes + " bytes of a call of " + maxBytes + " bytes", target);
        this.bytes = bytes;
        this.maxBytes = maxBytes;
    }

    /** The entry's size as the service counts it. */
    public long bytes() {
        return bytes;
    }

    public long maxBytes() {
        return maxBytes;
    }
}
