package io.trailbridge.flowlogs.format;

/**
 * The position up to which a blob has been read.
 *
 * @param position in bytes; where the first record begins that has not been read to its end
 * @param tuples how many tuples of that record have been read
 * @param anchor a digest of the {@value #ANCHOR} bytes before the position; it distinguishes a replaced blob from an
 *     extended one
 */
public record BlobPosition(long position, int tuples, String anchor) {
    /** Number of bytes before a position that its anchor is made of. */
    public static final int ANCHOR = 256;

    public static final BlobPosition START = new BlobPosition(0, 0, "");

    public boolean isAfter(BlobPosition other) {
        return position != other.position ? position > other.position : tuples > other.tuples;
    }
}
