package io.trailbridge.flowlogs;

/**
 * How far a blob has been read.
 *
 * @param position bytes; where the first record begins that has not been read to its end
 * @param tuples how many tuples of that record have been read
 * @param anchor a digest of what stands before the position, by which a replaced blob is told from a longer one
 */
record BlobPosition(long position, int tuples, String anchor) {
    static final BlobPosition START = new BlobPosition(0, 0, "");

    boolean isAfter(BlobPosition other) {
        return position != other.position ? position > other.position : tuples > other.tuples;
    }
}
