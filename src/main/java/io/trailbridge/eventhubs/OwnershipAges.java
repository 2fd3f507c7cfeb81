package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.models.PartitionOwnership;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How old ownership rows are, judged by what is seen from here: a row is as old as the time for which it has not
 * changed, by a clock that only goes forward. What another instance's clock said does not count, so that instances
 * whose clocks differ do not take each other's partitions. The Kinesis Client Library judges leases in the same way;
 * the price is the same too: the row of an instance that died before this one started is young at the first look.
 *
 * <p>Kept for the life of a consumer, beyond that of its client. Any thread.
 */
final class OwnershipAges {
    private record State(String owner, String etag, Long modified) {
    }

    private record Seen(State state, long nanos) {
    }

    private final LongSupplier nanoTime;
    private final Map<String, Seen> seen = new HashMap<>();

    OwnershipAges(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Gives a row the time that makes it, for the SDK of this machine, as old as it is. */
    synchronized void judge(PartitionOwnership row) {
        State state = new State(row.getOwnerId(), row.getETag(), row.getLastModifiedTime());
        long now = nanoTime.getAsLong();
        Seen first = seen.get(row.getPartitionId());
        if (first == null || !Objects.equals(first.state(), state)) {
            first = new Seen(state, now);
            seen.put(row.getPartitionId(), first);
        }
        // The SDK compares with this clock, at once.
        row.setLastModifiedTime(System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(now - first.nanos()));
    }
}
