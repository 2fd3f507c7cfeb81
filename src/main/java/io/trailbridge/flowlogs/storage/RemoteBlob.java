package io.trailbridge.flowlogs.storage;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DownloadRetryOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A blob in its storage account, in one state. Calls block, for five minutes at most, and are made by one thread at a
 * time; {@link StorageFailures} classifies the exceptions that they throw.
 */
public final class RemoteBlob {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    /** Number of retries, each from the position at which the connection broke. */
    private static final int RETRIES = 3;

    private static final long NO_CALL = 0;

    private final BlobClient client;
    private final IntConsumer fetched;
    private final LongSupplier nanos;
    private BlobState state;
    /** When data was last received in the call in progress. */
    private volatile long heard = NO_CALL;

    RemoteBlob(BlobClient client, IntConsumer fetched, LongSupplier nanos) {
        this.client = client;
        this.fetched = fetched;
        this.nanos = nanos;
    }

    /**
     * Returns how long the call in progress has received nothing; zero when there is no call. May be called on any
     * thread.
     */
    public Duration silence() {
        long last = heard;
        return last == NO_CALL ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - last);
    }

    /** Reads the blob's properties: from now on this state is read. */
    public BlobState look() {
        BlobProperties properties = call(() -> client.getPropertiesWithResponse(null, LIMIT, Context.NONE))
                .getValue();
        state = new BlobState(
                properties.getBlobSize(),
                properties.getETag(),
                properties.getCreationTime() == null
                        ? null
                        : properties.getCreationTime().toInstant());
        return state;
    }

    /**
     * Fetches a range of the state whose properties were read, of exactly the requested length. Retries a broken
     * connection.
     *
     * @throws BlobChangedException if the blob is no longer in that state
     */
    public void read(long position, byte[] into, int offset, int length) throws BlobChangedException {
        if (length == 0) {
            return;
        }
        Window window = new Window(into, offset, length);
        try {
            call(() -> client.downloadStreamWithResponse(
                    window,
                    new BlobRange(position, (long) length),
                    new DownloadRetryOptions().setMaxRetryRequests(RETRIES),
                    new BlobRequestConditions().setIfMatch(state.etag()),
                    false,
                    LIMIT,
                    Context.NONE));
        } catch (BlobStorageException e) {
            if (StorageFailures.hasStatus(e, 412, 416)) {
                throw new BlobChangedException("its ETag is not " + state.etag() + " any more");
            }
            throw e;
        }
        if (window.left > 0) {
            throw new UncheckedIOException(new IOException("the answer ended " + window.left + " bytes early"));
        }
        fetched.accept(length);
    }

    private <T> T call(Supplier<T> call) {
        long begun = nanos.getAsLong();
        heard(begun);
        try {
            return call.get();
        } catch (IllegalStateException failed) {
            if (nanos.getAsLong() - begun < LIMIT.toNanos()) {
                throw failed;
            }
            // The SDK reports its expired time limit in this way.
            throw new UncheckedIOException(new IOException("no complete answer within " + LIMIT, failed));
        } finally {
            heard = NO_CALL;
        }
    }

    private void heard(long now) {
        heard = now == NO_CALL ? 1 : now;
    }

    /** Writes the received bytes into a part of an array. */
    private final class Window extends OutputStream {
        private final byte[] into;
        private int next;
        private int left;

        Window(byte[] into, int offset, int length) {
            this.into = into;
            this.next = offset;
            this.left = length;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > left) {
                throw new IOException("the response is longer than the requested range");
            }
            System.arraycopy(bytes, offset, into, next, length);
            next += length;
            left -= length;
            heard(nanos.getAsLong());
        }
    }
}
