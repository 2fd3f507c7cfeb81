package io.trailbridge.flowlogs;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Judges whether the lease of another has run out: its row has not changed for as long as the lease lasts, by the
 * monotonic clock of who looks. So the clocks of instances need not agree. Not thread-safe.
 */
final class LeaseWatch {
    private final LongSupplier nanos;
    private LeaseHolder seen;
    private long firstSeen;

    LeaseWatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The row says so now. Returns how long the lease lasts unless it is renewed; not negative. */
    Duration see(LeaseHolder holder) {
        if (!holder.equals(seen)) {
            seen = holder;
            firstSeen = nanos.getAsLong();
        }
        Duration left = holder.lease().minusNanos(nanos.getAsLong() - firstSeen);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The holder whose lease has run out, unless it has been renewed since it was seen; null when there is none. */
    LeaseHolder expired() {
        return seen != null && nanos.getAsLong() - firstSeen >= seen.lease().toNanos() ? seen : null;
    }
}
