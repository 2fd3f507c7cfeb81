package io.trailbridge.flowlogs;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Decides whether the lease of another instance has expired: its row has not changed for the duration of the lease, by
 * the monotonic clock of the observing instance. So the clocks of instances need not agree. Not thread-safe.
 */
final class LeaseWatch {
    private final LongSupplier nanos;
    private LeaseHolder seen;
    private long firstSeen;

    LeaseWatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Records the holder that the row has now. Returns how long its lease lasts unless it is renewed; not negative. */
    Duration see(LeaseHolder holder) {
        if (!holder.equals(seen)) {
            seen = holder;
            firstSeen = nanos.getAsLong();
        }
        Duration left = holder.lease().minusNanos(nanos.getAsLong() - firstSeen);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Returns the holder whose lease has expired, unless it was renewed since it was seen; null when there is none. */
    LeaseHolder expired() {
        return seen != null && nanos.getAsLong() - firstSeen >= seen.lease().toNanos() ? seen : null;
    }
}
