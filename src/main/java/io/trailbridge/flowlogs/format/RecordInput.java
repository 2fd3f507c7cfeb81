package io.trailbridge.flowlogs.format;

import java.io.IOException;
import java.io.InputStream;

/**
 * One record of a blob as a stream that ends with the record's closing brace, whether or not the content is valid JSON.
 * When the blob ends before that, the record is {@link #isCut cut}.
 */
final class RecordInput extends InputStream {
    private final BlobBytes bytes;
    private final Braces braces = new Braces();
    private boolean closed;
    private boolean cut;
    private IOException failure;

    /** Creates a stream that begins at the current position of the bytes. */
    RecordInput(BlobBytes bytes) {
        this.bytes = bytes;
    }

    /** Returns whether the closing brace has been read: the position of the bytes is after it. */
    boolean isClosed() {
        return closed;
    }

    /** Returns whether more bytes were requested than the blob has. */
    boolean isCut() {
        return cut;
    }

    /** Returns why the bytes could not be fetched; null when they could. */
    IOException failure() {
        return failure;
    }

    /** Reads to the end and discards the bytes. */
    void drain() throws IOException {
        byte[] discarded = new byte[8192];
        while (read(discarded, 0, discarded.length) >= 0) {
            // The content is discarded; only the braces count.
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (closed || cut) {
            return -1;
        }
        if (!more()) {
            cut = true;
            return -1;
        }
        int from = bytes.index();
        int taken = count(bytes.buffer(), from, Math.min(bytes.limit(), from + length));
        System.arraycopy(bytes.buffer(), from, into, offset, taken);
        bytes.skip(taken);
        return taken;
    }

    private boolean more() throws IOException {
        try {
            return bytes.more();
        } catch (IOException failed) {
            failure = failed;
            throw failed;
        }
    }

    /** Returns the number of bytes up to the limit or to the brace that closes the record. */
    private int count(byte[] buffer, int from, int limit) {
        for (int i = from; i < limit; i++) {
            if (braces.closesWith(buffer[i])) {
                closed = true;
                return i + 1 - from;
            }
        }
        return limit - from;
    }
}
