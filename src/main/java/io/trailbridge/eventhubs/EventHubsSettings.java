package io.trailbridge.eventhubs;

import io.trailbridge.batch.BackOff;
import java.time.Duration;
import java.util.Objects;

/**
 * The settings of the at-least-once consumer; the same for all its routes. Start from {@link #defaults} and change what
 * differs, each by its name: {@code defaults().toBuilder().stopGrace(grace).build()}. Immutable.
 */
public final class EventHubsSettings {
    /** A builder that no other code holds. */
    private final Builder values;

    private EventHubsSettings(Builder values) {
        this.values = values;
        Objects.requireNonNull(values.startPosition, "startPosition");
        atLeastOne("maxInFlight", values.maxInFlight);
        if (values.prefetch < 0) {
            throw new IllegalArgumentException("prefetch is " + values.prefetch + " but must be at least 0");
        }
        positive("loadBalancingInterval", values.loadBalancingInterval);
        positive("partitionWatchInterval", values.partitionWatchInterval);
        positive("retryMin", values.retryMin);
        positive("maxUnsettledAge", values.maxUnsettledAge);
        positive("maxWithoutLoadBalancing", values.maxWithoutLoadBalancing);
        positive("maxCheckpointNotWritable", values.maxCheckpointNotWritable);
        positive("hubSilentLimit", values.hubSilentLimit);
        notNegative("checkpointInterval", values.checkpointInterval);
        notNegative("stopGrace", values.stopGrace);
        if (values.retryMax.compareTo(values.retryMin) < 0) {
            throw new IllegalArgumentException(
                    "retryMax " + values.retryMax + " is shorter than retryMin " + values.retryMin);
        }
        if (values.ownershipExpiry.getNano() != 0
                || values.ownershipExpiry.compareTo(values.loadBalancingInterval.multipliedBy(2)) <= 0) {
            throw new IllegalArgumentException("ownershipExpiry " + values.ownershipExpiry + " must be whole seconds"
                    + " and more than twice the loadBalancingInterval " + values.loadBalancingInterval
                    + ", or partitions are taken from living instances");
        }
    }

    /** Returns the defaults, which are those of the {@link Builder}. */
    public static EventHubsSettings defaults() {
        return new Builder().build();
    }

    /** Returns a builder that begins with these settings. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /**
     * The greatest number of events of a partition that are read and not yet covered by a written checkpoint; bounds
     * the memory and the events repeated after a crash.
     */
    public int maxInFlight() {
        return values.maxInFlight;
    }

    /** Where a partition without a checkpoint is read from. */
    public StartPosition startPosition() {
        return values.startPosition;
    }

    /**
     * The number of events of a partition that the SDK requests ahead; 0 for as many as memory has room for, whatever
     * their size.
     */
    public int prefetch() {
        return values.prefetch;
    }

    /** How often partitions are distributed, ownership is renewed and lost links are reopened. */
    public Duration loadBalancingInterval() {
        return values.loadBalancingInterval;
    }

    /** The time after which a partition of a dead instance is free; whole seconds, more than twice the interval. */
    public Duration ownershipExpiry() {
        return values.ownershipExpiry;
    }

    /** How often the hub is asked for its partitions and their ends. */
    public Duration partitionWatchInterval() {
        return values.partitionWatchInterval;
    }

    /** The shortest time between two checkpoints of a partition; less when half of the window waits for one. */
    public Duration checkpointInterval() {
        return values.checkpointInterval;
    }

    /** How long a stop waits for events in flight. */
    public Duration stopGrace() {
        return values.stopGrace;
    }

    /** The longest first delay before a failed event is retried. */
    public Duration retryMin() {
        return values.retryMin;
    }

    /** The longest delay of any retry. */
    public Duration retryMax() {
        return values.retryMax;
    }

    /** Health limit: an event is unsettled, or a partition has unread events, for longer. */
    public Duration maxUnsettledAge() {
        return values.maxUnsettledAge;
    }

    /** Health limit: there is no load balancing for longer; the client is then rebuilt, too. */
    public Duration maxWithoutLoadBalancing() {
        return values.maxWithoutLoadBalancing;
    }

    /** Health limit: checkpoints cannot be written for longer. */
    public Duration maxCheckpointNotWritable() {
        return values.maxCheckpointNotWritable;
    }

    /** Health limit: the hub is silent, or an owned partition is not read, for longer. */
    public Duration hubSilentLimit() {
        return values.hubSilentLimit;
    }

    BackOff backOff() {
        return new BackOff(values.retryMin, values.retryMax);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + " but must be at least 1");
        }
    }

    private static void positive(String name, Duration value) {
        notNegative(name, value);
        if (value.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than 0");
        }
    }

    private static void notNegative(String name, Duration value) {
        if (value == null || value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + " but must be a duration");
        }
    }

    /** Builds settings; each method sets what the method of that name of {@link EventHubsSettings} returns. */
    public static final class Builder {
        private int maxInFlight = 2000;
        private StartPosition startPosition = StartPosition.EARLIEST;
        private int prefetch = 0;
        private Duration loadBalancingInterval = Duration.ofSeconds(10);
        private Duration ownershipExpiry = Duration.ofSeconds(60);
        private Duration partitionWatchInterval = Duration.ofSeconds(30);
        private Duration checkpointInterval = Duration.ofSeconds(1);
        private Duration stopGrace = Duration.ofSeconds(30);
        private Duration retryMin = Duration.ofSeconds(1);
        private Duration retryMax = Duration.ofSeconds(60);
        private Duration maxUnsettledAge = Duration.ofMinutes(10);
        private Duration maxWithoutLoadBalancing = Duration.ofMinutes(2);
        private Duration maxCheckpointNotWritable = Duration.ofMinutes(2);
        private Duration hubSilentLimit = Duration.ofMinutes(1);

        private Builder() {}

        private Builder(Builder other) {
            maxInFlight = other.maxInFlight;
            startPosition = other.startPosition;
            prefetch = other.prefetch;
            loadBalancingInterval = other.loadBalancingInterval;
            ownershipExpiry = other.ownershipExpiry;
            partitionWatchInterval = other.partitionWatchInterval;
            checkpointInterval = other.checkpointInterval;
            stopGrace = other.stopGrace;
            retryMin = other.retryMin;
            retryMax = other.retryMax;
            maxUnsettledAge = other.maxUnsettledAge;
            maxWithoutLoadBalancing = other.maxWithoutLoadBalancing;
            maxCheckpointNotWritable = other.maxCheckpointNotWritable;
            hubSilentLimit = other.hubSilentLimit;
        }

        public Builder maxInFlight(int events) {
            maxInFlight = events;
            return this;
        }

        public Builder startPosition(StartPosition position) {
            startPosition = position;
            return this;
        }

        public Builder prefetch(int events) {
            prefetch = events;
            return this;
        }

        public Builder loadBalancingInterval(Duration duration) {
            loadBalancingInterval = duration;
            return this;
        }

        public Builder ownershipExpiry(Duration duration) {
            ownershipExpiry = duration;
            return this;
        }

        public Builder partitionWatchInterval(Duration duration) {
            partitionWatchInterval = duration;
            return this;
        }

        public Builder checkpointInterval(Duration duration) {
            checkpointInterval = duration;
            return this;
        }

        public Builder stopGrace(Duration duration) {
            stopGrace = duration;
            return this;
        }

        public Builder retryMin(Duration duration) {
            retryMin = duration;
            return this;
        }

        public Builder retryMax(Duration duration) {
            retryMax = duration;
            return this;
        }

        public Builder maxUnsettledAge(Duration duration) {
            maxUnsettledAge = duration;
            return this;
        }

        public Builder maxWithoutLoadBalancing(Duration duration) {
            maxWithoutLoadBalancing = duration;
            return this;
        }

        public Builder maxCheckpointNotWritable(Duration duration) {
            maxCheckpointNotWritable = duration;
            return this;
        }

        public Builder hubSilentLimit(Duration duration) {
            hubSilentLimit = duration;
            return this;
        }

        /** @throws IllegalArgumentException naming the setting that is invalid */
        public EventHubsSettings build() {
            return new EventHubsSettings(new Builder(this));
        }
    }
}
