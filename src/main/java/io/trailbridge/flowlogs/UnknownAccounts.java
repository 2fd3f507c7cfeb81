package io.trailbridge.flowlogs;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.flowlogs.storage.StorageFailures;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Distinguishes the outage of a storage account from an account that is not ours. A notice may name any account, and
 * one that refuses access or does not exist would be retried without limit.
 *
 * <p>An account is unknown as long as nothing of it was read, by this process or, according to the progress table, by
 * another. An account is given up when it has refused access, or its name could not be resolved, for {@link #LIMIT},
 * and another account was read meanwhile: so neither our credentials nor our name service is the cause. From then on
 * each of its blobs is tried once, until one can be read. Thread-safe.
 */
final class UnknownAccounts {
    /** How long an account may refuse; a role that was just assigned may take this long to have effect. */
    static final Duration LIMIT = Duration.ofMinutes(10);

    /**
     * Maximum number of accounts remembered, because names are untrusted input. For an account that was removed, the
     * time starts again.
     */
    private static final int MOST = 10_000;

    private final ProgressTable table;
    private final LongSupplier nanos;

    @GuardedBy("this")
    private final Map<String, Long> readAt = newest();

    @GuardedBy("this")
    private final Map<String, Long> failingSince = newest();

    @GuardedBy("this")
    private Long lastRead;

    /** @param nanos a monotonic clock */
    UnknownAccounts(ProgressTable table, LongSupplier nanos) {
        this.table = table;
        this.nanos = nanos;
    }

    private static Map<String, Long> newest() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > MOST;
            }
        };
    }

    /** Records that a blob of the account could be read. */
    synchronized void read(String account) {
        lastRead = nanos.getAsLong();
        readAt.put(account, lastRead);
        failingSince.remove(account);
    }

    /**
     * Returns whether this failure of an account is not worth a retry. Queries the table, at most once for an account
     * that another process has read; throws the table's exceptions.
     */
    boolean givesUp(String account, Throwable failure, CallFailure meaning) {
        if (!StorageFailures.isRefusal(failure, meaning) || !isOverdue(account)) {
            return false;
        }
        if (!table.hasProgress(account)) {
            return true;
        }
        synchronized (this) {
            readAt.put(account, nanos.getAsLong());
            failingSince.remove(account);
        }
        return false;
    }

    private synchronized boolean isOverdue(String account) {
        if (readAt.containsKey(account)) {
            return false;
        }
        long now = nanos.getAsLong();
        long since = failingSince.computeIfAbsent(account, first -> now);
        return now - since >= LIMIT.toNanos() && lastRead != null && lastRead - since > 0;
    }
}
