package io.trailbridge.flowlogs.format;

import io.trailbridge.encoding.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The bytes of a blob from any position to a fixed end, fetched in blocks of fixed size; one block is held in memory.
 * Not thread-safe.
 */
final class BlobBytes {
    private static final int DIGEST_BYTES = 16;

    private final FlowLogReader.Source source;
    private final long end;
    private final int block;
    private final byte[] buffer;
    /** Position of the buffer's first byte in the blob. */
    private long start;

    private int next;
    private int limit;

    /**
     * @param end where to stop; the blob's length when its properties were read
     * @param block size of one fetch in bytes
     */
    BlobBytes(FlowLogReader.Source source, long end, int block) {
        this.source = source;
        this.end = end;
        this.block = block;
        this.buffer = new byte[BlobPosition.ANCHOR + (int) Math.min(block, Math.max(end, 1))];
    }

    long end() {
        return end;
    }

    /** Returns the position of the next byte in the blob. */
    long position() {
        return start + next;
    }

    /** Moves to a position; buffered bytes are not fetched again. */
    void seek(long position) {
        if (position >= start && position <= start + limit) {
            next = (int) (position - start);
        } else {
            start = position;
            next = 0;
            limit = 0;
        }
    }

    /** Returns whether there is a next byte; fetches it if necessary. */
    boolean more() throws IOException {
        if (next < limit) {
            return true;
        }
        long position = position();
        if (position >= end) {
            return false;
        }
        // The bytes before the next one are kept, for the anchor of a position close to it.
        int kept = Math.min(BlobPosition.ANCHOR, next);
        System.arraycopy(buffer, next - kept, buffer, 0, kept);
        int length = (int) Math.min(Math.min(block, end - position), buffer.length - kept);
        start = position - kept;
        next = kept;
        limit = kept;
        source.read(position, buffer, kept, length);
        limit = kept + length;
        return true;
    }

    /** Returns the next byte; to be called only after {@link #more} has returned true. */
    byte peek() {
        return buffer[next];
    }

    void skip() {
        next++;
    }

    /** Returns the buffer; its bytes from {@link #index} to {@link #limit} can be read without a fetch. */
    byte[] buffer() {
        return buffer;
    }

    int index() {
        return next;
    }

    int limit() {
        return limit;
    }

    void skip(int bytes) {
        next += bytes;
    }

    /**
     * Returns a digest of the bytes before the position. These must have been read just now or not at all; in the
     * latter case they are fetched.
     */
    String anchor(long position) throws IOException {
        int length = (int) Math.min(BlobPosition.ANCHOR, position);
        long back = position();
        if (position - length < start || position > start + limit) {
            seek(position - length);
            more();
        }
        MessageDigest sha256 = Digests.sha256();
        sha256.update(buffer, (int) (position - length - start), length);
        seek(back);
        return Digests.hex(Arrays.copyOf(sha256.digest(), DIGEST_BYTES));
    }

    /**
     * Returns a part of the blob as a string, for a message; bytes that are not UTF-8 are replaced. Does not move the
     * position.
     */
    String text(long position, int length) throws IOException {
        if (position >= start && position + length <= start + limit) {
            return new String(buffer, (int) (position - start), length, StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[(int) Math.min(length, end - position)];
        source.read(position, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
