package io.trailbridge.eventhubs;

import io.trailbridge.batch.BackOff;
import java.time.Duration;
import java.util.Objects;

/**
 * The settings of the at-least-once consumer; the same for all its routes. Start from {@link #defaults} and change what
 * differs.
 *
 * @param maxInFlight               the greatest number of events of a partition that are read and not yet covered by a
 *                                  written checkpoint; bounds the memory and the events repeated after a crash
 * @param startPosition             where a partition without a checkpoint is read from
 * @param prefetch                  the number of events of a partition that the SDK requests ahead; 0 for as many as
 *                                  memory has room for, whatever their size
 * @param loadBalancingInterval     how often partitions are distributed, ownership is renewed and lost links are
 *                                  reopened
 * @param ownershipExpiry           the time after which a partition of a dead instance is free; whole seconds, more
 *                                  than twice the interval
 * @param partitionWatchInterval    how often the hub is asked for its partitions and their ends
 * @param checkpointInterval        the shortest time between two checkpoints of a partition; less when half of the
 *                                  window waits for one
 * @param stopGrace                 how long a stop waits for events in flight
 * @param retryMin                  the longest first delay before a failed event is given to the route again
 * @param retryMax                  the longest delay of any retry
 * @param maxUnsettledAge           health limit: an event is unsettled, or a partition has unread events, for longer
 * @param maxWithoutLoadBalancing   health limit: there is no load balancing for longer; the client is then rebuilt, too
 * @param maxCheckpointNotWritable  health limit: checkpoints cannot be written for longer
 * @param hubSilentLimit            health limit: the hub is silent, or an owned partition is not read, for longer
 */
public record EventHubsSettings(int maxInFlight, StartPosition startPosition, int prefetch,
    Duration loadBalancingInterval, Duration ownershipExpiry, Duration partitionWatchInterval,
    Duration checkpointInterval, Duration stopGrace, Duration retryMin, Duration retryMax, Duration maxUnsettledAge,
    Duration maxWithoutLoadBalancing, Duration maxCheckpointNotWritable, Duration hubSilentLimit) {

    /** Throws {@link IllegalArgumentException}, which names the invalid setting. */
    public EventHubsSettings {
        Objects.requireNonNull(startPosition, "startPosition");
        atLeastOne("maxInFlight", maxInFlight);
        if (prefetch < 0) {
            throw new IllegalArgumentException("prefetch is " + prefetch + " but must be at least 0");
        }
        positive("loadBalancingInterval", loadBalancingInterval);
        positive("partitionWatchInterval", partitionWatchInterval);
        positive("retryMin", retryMin);
        positive("maxUnsettledAge", maxUnsettledAge);
        positive("maxWithoutLoadBalancing", maxWithoutLoadBalancing);
        positive("maxCheckpointNotWritable", maxCheckpointNotWritable);
        positive("hubSilentLimit", hubSilentLimit);
        notNegative("checkpointInterval", checkpointInterval);
        notNegative("stopGrace", stopGrace);
        if (retryMax.compareTo(retryMin) < 0) {
            throw new IllegalArgumentException("retryMax " + retryMax + " is shorter than retryMin " + retryMin);
        }
        if (ownershipExpiry.getNano() != 0 || ownershipExpiry.compareTo(loadBalancingInterval.multipliedBy(2)) <= 0) {
            throw new IllegalArgumentException("ownershipExpiry " + ownershipExpiry + " must be whole seconds and more"
                + " than twice the loadBalancingInterval " + loadBalancingInterval
                + ", or partitions are taken from living instances");
        }
    }

    /**
     * Returns the defaults: 2,000 in flight, earliest, prefetch by memory, 10 s and 60 s for ownership, a checkpoint
     * each 1 s, 30 s grace.
     */
    public static EventHubsSettings defaults() {
        return new EventHubsSettings(2000, StartPosition.EARLIEST, 0, Duration.ofSeconds(10), Duration.ofSeconds(60),
            Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(1),
            Duration.ofSeconds(60), Duration.ofMinutes(10), Duration.ofMinutes(2), Duration.ofMinutes(2),
            Duration.ofMinutes(1));
    }

    public EventHubsSettings withMaxInFlight(int events) {
        return new EventHubsSettings(events, startPosition, prefetch, loadBalancingInterval, ownershipExpiry,
            partitionWatchInterval, checkpointInterval, stopGrace, retryMin, retryMax, maxUnsettledAge,
            maxWithoutLoadBalancing, maxCheckpointNotWritable, hubSilentLimit);
    }

    public EventHubsSettings withStartPosition(StartPosition position) {
        return new EventHubsSettings(maxInFlight, position, prefetch, loadBalancingInterval, ownershipExpiry,
            partitionWatchInterval, checkpointInterval, stopGrace, retryMin, retryMax, maxUnsettledAge,
            maxWithoutLoadBalancing, maxCheckpointNotWritable, hubSilentLimit);
    }

    public EventHubsSettings withPrefetch(int events) {
        return new EventHubsSettings(maxInFlight, startPosition, events, loadBalancingInterval, ownershipExpiry,
            partitionWatchInterval, checkpointInterval, stopGrace, retryMin, retryMax, maxUnsettledAge,
            maxWithoutLoadBalancing, maxCheckpointNotWritable, hubSilentLimit);
    }

    public EventHubsSettings withOwnership(Duration interval, Duration expiry) {
        return new EventHubsSettings(maxInFlight, startPosition, prefetch, interval, expiry, partitionWatchInterval,
            checkpointInterval, stopGrace, retryMin, retryMax, maxUnsettledAge, maxWithoutLoadBalancing,
            maxCheckpointNotWritable, hubSilentLimit);
    }

    public EventHubsSettings withPartitionWatchInterval(Duration interval) {
        return new EventHubsSettings(maxInFlight, startPosition, prefetch, loadBalancingInterval, ownershipExpiry,
            interval, checkpointInterval, stopGrace, retryMin, retryMax, maxUnsettledAge, maxWithoutLoadBalancing,
            maxCheckpointNotWritable, hubSilentLimit);
    }

    public EventHubsSettings withCheckpointInterval(Duration interval) {
        return new EventHubsSettings(maxInFlight, startPosition, prefetch, loadBalancingInterval, ownershipExpiry,
            partitionWatchInterval, interval, stopGrace, retryMin, retryMax, maxUnsettledAge, maxWithoutLoadBalancing,
            maxCheckpointNotWritable, hubSilentLimit);
    }

    public EventHubsSettings withStopGrace(Duration grace) {
        return new EventHubsSettings(maxInFlight, startPosition, prefetch, loadBalancingInterval, ownershipExpiry,
            partitionWatchInterval, checkpointInterval, grace, retryMin, retryMax, maxUnsettledAge,
            maxWithoutLoadBalancing, maxCheckpointNotWritable, hubSilentLimit);
    }

    public EventHubsSettings withRetry(Duration min, Duration max) {
        return new EventHubsSettings(maxInFlight, startPosition, prefetch, loadBalancingInterval, ownershipExpiry,
            partitionWatchInterval, checkpointInterval, stopGrace, min, max, maxUnsettledAge, maxWithoutLoadBalancing,
            maxCheckpointNotWritable, hubSilentLimit);
    }

    public EventHubsSettings withHealthLimits(Duration unsettled, Duration withoutLoadBalancing,
        Duration checkpointNotWritable) {
        return new EventHubsSettings(maxInFlight, startPosition, prefetch, loadBalancingInterval, ownershipExpiry,
            partitionWatchInterval, checkpointInterval, stopGrace, retryMin, retryMax, unsettled, withoutLoadBalancing,
            checkpointNotWritable, hubSilentLimit);
    }

    public EventHubsSettings withHubSilentLimit(Duration limit) {
        return new EventHubsSettings(maxInFlight, startPosition, prefetch, loadBalancingInterval, ownershipExpiry,
            partitionWatchInterval, checkpointInterval, stopGrace, retryMin, retryMax, maxUnsettledAge,
            maxWithoutLoadBalancing, maxCheckpointNotWritable, limit);
    }

    BackOff backOff() {
        return new BackOff(retryMin, retryMax);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + " but must be at least 1");
        }
    }

    private static void positive(String name, Duration value) {
        notNegative(name, value);
        if (value.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than nothing");
        }
    }

    private static void notNegative(String name, Duration value) {
        if (value == null || value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + " but must be a duration");
        }
    }
}
