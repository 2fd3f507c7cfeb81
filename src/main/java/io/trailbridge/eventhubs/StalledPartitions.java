package io.trailbridge.eventhubs;

import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reports when an owned partition makes no progress: first an event that is known to be in flight for too long, else a
 * partition without progress for an unknown cause. Safe for use by any thread.
 */
final class StalledPartitions implements AutoCloseable {
    private final FaultSignal signal;
    private final Duration limit;
    private final StandingPartitions standing = new StandingPartitions();

    /** @param limit how long an event may be in flight, or a position may not move while events follow */
    StalledPartitions(FaultSignal signal, Duration limit) {
        this.signal = signal;
        this.limit = limit;
    }

    /**
     * Checks the partitions. Must be called regularly.
     *
     * @param mayMove false while reading is paused or the hub does not answer: no partition counts as standing still
     *                then
     */
    void look(List<PartitionStatus> owned, boolean mayMove, long now) {
        if (mayMove) {
            standing.look(owned, now);
        } else {
            standing.forgetAll();
        }
        Optional<PartitionStatus> oldest = owned.stream()
                .filter(one -> one.oldestUnsettledAge() != null
                        && one.oldestUnsettledAge().compareTo(limit) > 0)
                .max(Comparator.comparing(PartitionStatus::oldestUnsettledAge));
        Optional<StandingPartitions.Standing> longest = standing.longest(limit, now);
        if (oldest.isPresent()) {
            unsettled(oldest.get(), now);
        } else if (longest.isPresent()) {
            stands(longest.get(), now);
        } else {
            signal.clear();
        }
    }

    private void unsettled(PartitionStatus one, long now) {
        signal.raise(
                FaultCode.PARTITION_STALLED,
                "partition " + one.partition() + ": event " + one.oldestUnsettled() + " is unsettled since "
                        + one.oldestUnsettledAge().toSeconds() + " s",
                "correct what the faults of queues and routes name; reading then continues automatically",
                now - one.oldestUnsettledAge().toNanos());
    }

    private void stands(StandingPartitions.Standing one, long now) {
        signal.raise(
                FaultCode.PARTITION_STALLED,
                "partition " + one.partition() + ": its position, "
                        + (one.position() == null ? "the start" : "event " + one.position()) + ", has not moved for "
                        + one.age().toSeconds() + " s, though " + one.lag() + " events follow",
                "correct what the other faults name; if there is none, the next event may be one that cannot be read:"
                        + " let it expire, or set the checkpoint of the partition behind it",
                now - one.age().toNanos());
    }

    /** Forgets partitions that this instance need not read. */
    void forget(Collection<String> partitions) {
        standing.forget(partitions);
    }

    @Override
    public void close() {
        signal.close();
    }
}
