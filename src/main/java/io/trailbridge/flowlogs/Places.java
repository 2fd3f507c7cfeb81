package io.trailbridge.flowlogs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.batch.PostponedException;
import io.trailbridge.batch.StoppedException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The places for blobs that are to be read, each for a few notices of one blob. Each storage account has a share of
 * them. A caller that needs more waits while the account is read, because reading frees places. For an account that
 * fails no caller waits, so that its notices do not block those of others. Thread-safe; {@link #close} ends all
 * waiting.
 */
final class Places {
    @GuardedBy("this")
    private final Shares shares;

    private final Predicate<String> failing;
    private final LongSupplier nanos;

    @GuardedBy("this")
    private boolean closed;

    /** @param failing whether an account fails now; {@link #changed} must be called when an account begins to fail */
    Places(int total, Predicate<String> failing, LongSupplier nanos) {
        this.shares = new Shares(total);
        this.failing = failing;
        this.nanos = nanos;
    }

    /**
     * Takes a place; waits for it if necessary.
     *
     * @throws PostponedException if the account has used up its share and fails: the notice must return to its queue
     * @throws StoppedException if a stop begins meanwhile
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

    /** Wakes up all waiting callers to check again whether their account fails. */
    synchronized void changed() {
        notifyAll();
    }

    /** Stops giving out places. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Waits until all places have been given back, but not longer than the limit. */
    synchronized void awaitAllFree(Duration limit) throws InterruptedException {
        long end = nanos.getAsLong() + limit.toNanos();
        for (long left = limit.toNanos(); left > 0 && !shares.areAllFree(); left = end - nanos.getAsLong()) {
            // Rounded up, because 0 would wait without limit.
            wait(left / 1_000_000 + 1);
        }
    }
}
