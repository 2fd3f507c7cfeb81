package io.trailbridge.eventhubs;

import java.time.Duration;
import java.time.Instant;

/**
 * The state of one partition that this instance owns. All values except the id and the number in flight may be unknown,
 * that is {@code null}.
 *
 * @param partition              its id
 * @param inFlight               the number of events that are read and not settled
 * @param oldestUnsettled        the sequence number of the oldest of them
 * @param oldestUnsettledAge     how long ago this instance read it
 * @param checkpointAt           when this claim wrote its last checkpoint
 * @param checkpointSequence     the sequence number that the last known checkpoint names
 * @param checkpointFailingSince since when checkpoints cannot be written
 * @param checkpointFailure      why checkpoints cannot be written
 * @param position               the last sequence number of the settled prefix, else that of the claim's first
 *                               checkpoint
 * @param lagEvents              the number of events in the partition after the settled prefix
 * @param lag                    how long ago the oldest event that is not settled was enqueued
 */
public record PartitionStatus(
        String partition,
        int inFlight,
        Long oldestUnsettled,
        Duration oldestUnsettledAge,
        Instant checkpointAt,
        Long checkpointSequence,
        Instant checkpointFailingSince,
        String checkpointFailure,
        Long position,
        Long lagEvents,
        Duration lag) {}
