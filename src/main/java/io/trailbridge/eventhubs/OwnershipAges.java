package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.models.PartitionOwnership;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Judges the age of ownership rows by local observation: the age of a row is the time for which it has not changed,
 * measured with a monotonic clock. The clocks of other instances do not count, so that instances whose clocks differ do
 * not take each other's partitions. The Kinesis Client Library judges leases in the same way and with the same
 * drawback: the row of an instance that died before this one started is young at the first look.
 *
 * <p>Kept for the life of a consumer, which is longer than that of its client. May be used by any thread.
 */
final class OwnershipAges {
    private record State(String owner, String etag, Long modified) {}

    private record Seen(State state, long nanos) {}

    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private final Map<String, Seen> seen = new HashMap<>();

    OwnershipAges(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Sets the row's modification time so that the SDK of this machine computes the observed age. */
    synchronized void judge(PartitionOwnership row) {
        State state = new State(row.getOwnerId(), row.getETag(), row.getLastModifiedTime());
        long now = nanoTime.getAsLong();
        Seen first = seen.get(row.getPartitionId());
        if (first == null || !Objects.equals(first.state(), state)) {
            first = new Seen(state, now);
            seen.put(row.getPartitionId(), first);
        }
        // The SDK compares the time with this clock, at once.
        row.setLastModifiedTime(System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(now - first.nanos()));
    }
}
