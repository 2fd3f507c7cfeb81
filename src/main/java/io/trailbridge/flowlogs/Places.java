package io.trailbridge.flowlogs;

import io.trailbridge.batch.PostponedException;
import io.trailbridge.batch.StoppedException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The places for blobs that are to be read, each for a few notices of one blob. Each storage account has a share of
 * them. Who asks for more waits while the account is read, since that makes room; but for an account that fails nobody
 * waits, so that its notices do not stand before those of others. Thread-safe; {@link #close} ends all waiting.
 */
final class Places {
    private final Shares shares;
    private final Predicate<String> failing;
    private final LongSupplier nanos;
    private boolean closed;

    /**
     * @param failing whether an account fails now; {@link #changed} must follow when one begins to
     */
    Places(int total, Predicate<String> failing, LongSupplier nanos) {
        this.shares = new Shares(total);
        this.failing = failing;
        this.nanos = nanos;
    }

    /**
     * Takes a place; waits for it if need be.
     *
     * @throws PostponedException if the account has its share and fails: the notice must go back to its queue
     * @throws StoppedException if there is a stop meanwhile
     */
    synchronized void take(String account) {
        while (!closed && !shares.take(account)) {
            if (failing.test(account)) {
                throw new PostponedException("the " + account);
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoppedException(BlobNotice.TARGET);
            }
        }
        if (closed) {
            throw new StoppedException(BlobNotice.TARGET);
        }
    }

    synchronized void give(String account, int count) {
        shares.give(account, count);
        notifyAll();
    }

    /** Whoever waits looks again whether its account fails. */
    synchronized void changed() {
        notifyAll();
    }

    /** No more are given away. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Waits until all have been given back, but not longer than the limit. */
    synchronized void awaitAllFree(Duration limit) throws InterruptedException {
        long end = nanos.getAsLong() + limit.toNanos();
        for (long left = limit.toNanos(); left > 0 && !shares.areAllFree(); left = end - nanos.getAsLong()) {
            // Rounded up: 0 would wait without end.
            wait(left / 1_000_000 + 1);
        }
    }
}
